#ifndef LEASTWISE_LINTER_CAN_H_
#define LEASTWISE_LINTER_CAN_H_

#include <memory>
#include <string>
#include <vector>

#include "access/evaluator.h"
#include "access/request.h"
#include "base/file_reader.h"
#include "base/result.h"
#include "linter/knowledge.h"

// The front door of `leastwise can`: is one request allowed by the documents in these files?

namespace leastwise {

struct CanOptions {
  // Identity policies, exports of one identity, or an account dump. A bare document with a
  // Principal is the resource policy.
  std::vector<std::string> files;
  std::string boundary;  // a path, or empty: the one that the identity has, if any
  // One level each, from the root down; the files of one level are separated by commas.
  std::vector<std::string> service_controls;
  std::vector<std::string> resource_controls;
  std::string resource_policy;
  std::vector<std::string> sessions;
  // `principal` may be the name of a user or role in the files too, whose tags are then known; the
  // rest as Request says.
  Request request;
};

// The answer with all that it points into.
class CanResult {
 public:
  CanResult();
  ~CanResult();
  CanResult(CanResult&&) noexcept;
  CanResult& operator=(CanResult&&) noexcept;

  // Empty, or why there is no ruling: kUsage for a request that cannot be asked or a principal that
  // is not in the files, else inputs that could not be read, each with its place where it has one.
  std::vector<Error> errors;
  Request request;  // as it was ruled on: the principal is an ARN where the files say it
  Ruling ruling;
  // What the answer rests on that the user may not expect; one line each.
  std::vector<std::string> notes;

  // The text of an input that `errors` speak of, or null.
  const SourceFile* Source(const std::string& path) const;

 private:
  friend class CanRun;
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

// Never fails but in `errors`. `knowledge` must outlive the result.
CanResult Can(const CanOptions& options, const Knowledge& knowledge, const FileReader& reader);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_CAN_H_
