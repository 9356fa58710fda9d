#ifndef LEASTWISE_ENGINE_BASELINE_H_
#define LEASTWISE_ENGINE_BASELINE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source_file.h"

namespace leastwise {

// One accepted finding. Only the fingerprints are compared; the rest is for people who read a
// change of the file.
struct BaselineEntry {
  std::string fingerprint;
  std::string moved;  // the fingerprint without the path
  std::string rule;   // id
  std::string path;   // as in the fingerprint
  std::string sid;    // may be empty
  std::string message;
};

// The findings that were there when a repository took the linter up: known, and no failure. Equal
// findings have fingerprints of their own, so that each one is counted.
class Baseline {
 public:
  // Reads the file that BaselineText (report/baseline_text.h) writes. Errors (kPack, with their
  // place, all of them): no JSON, another format or version of fingerprints, an entry that lacks a
  // key or is there twice.
  static Baseline Read(const SourceFile& file, std::vector<Error>* errors);
  // Takes the entries; sorts them.
  explicit Baseline(std::vector<BaselineEntry> entries = {});
  Baseline(Baseline&&) noexcept = default;
  Baseline& operator=(Baseline&&) noexcept = default;

  std::span<const BaselineEntry> entries() const { return entries_; }  // by path, rule, fingerprint
  bool Has(std::string_view fingerprint) const;

 private:
  std::vector<BaselineEntry> entries_;
  std::vector<std::string_view> fingerprints_;  // sorted; into entries_
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_BASELINE_H_
