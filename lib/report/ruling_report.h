#ifndef LEASTWISE_REPORT_RULING_REPORT_H_
#define LEASTWISE_REPORT_RULING_REPORT_H_

#include <span>
#include <string>

#include "access/evaluator.h"
#include "access/request.h"

namespace leastwise {

// What `leastwise can` shows. Everything is borrowed for the call.
struct RulingReport {
  const Request* request = nullptr;
  const Ruling* ruling = nullptr;
  std::span<const std::string> notes;
};

struct RulingTextOptions {
  bool colour = false;
  unsigned width = 80;
  std::size_t max_statements = 5;  // 0: all
};

// The verdict, why, and the deciding statements with the lines they stand on:
//
//     denied: `s3:GetObject` on `arn:aws:s3:::data/x`
//       --> policies/job.json:6:19
//        |
//      6 |       "Resource": "arn:aws:s3:::other/*"
//        |                   ^^^^^^^^^^^^^^^^^^^^^^ does not match the resource
//        |
//        = why: no policy allows it
std::string RulingText(const RulingReport& report, const RulingTextOptions& options);

// One JSON object on one line, as rules/schema/can-v1.schema.json has it: `format`, `verdict`,
// `reason`, `request`, `missing_keys`, `readings`, `statements`, `notes`. A documented field keeps
// its name and meaning.
std::string RulingJson(const RulingReport& report);

}  // namespace leastwise

#endif  // LEASTWISE_REPORT_RULING_REPORT_H_
