#ifndef LEASTWISE_REPORT_REPORT_PATH_H_
#define LEASTWISE_REPORT_REPORT_PATH_H_

#include <string>
#include <string_view>

namespace leastwise {

// How reports print a path: relative to `root` where it lies below it, else as it is; always
// without `./` in front. An empty root leaves the path where it is. Both may be relative to the
// working folder; links are not followed.
std::string ReportPath(std::string_view path, std::string_view root);

// A path as part of a URI (RFC 3986): everything but unreserved characters and `/` becomes `%XX`.
std::string PercentEncodePath(std::string_view path);

// True for an http or https address that holds no character which could end it early, in a
// terminal's link or in a file format.
bool IsWebAddress(std::string_view url);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_REPORT_PATH_H_
