#include "linter/suppress.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/backticks.h"
#include "base/path_glob.h"

namespace leastwise {
namespace {

constexpr std::size_t kShortestReason = 10;

class Suppressor {
 public:
  Suppressor(const SuppressInputs& inputs, std::span<Finding> findings)
      : inputs_(inputs), findings_(findings) {}

  SuppressResult Run() {
    for (const Suppression& one : inputs_.suppressions) Apply(one);
    return std::move(result_);
  }

 private:
  void Complain(std::string_view code, const Location& where, std::string detail) {
    result_.problems.push_back({code, where, std::move(detail), {}});
  }

  void Apply(const Suppression& one) {
    const Rule* rule = inputs_.rules->Find(one.rule.text);
    if (rule == nullptr) {
      const std::string_view nearest = inputs_.rules->Nearest(one.rule.text);
      Complain(kSuppressionUnknownRule, one.rule.where,
               "there is no rule " + InBackticks(one.rule.text) +
                   (nearest.empty() ? "" : ", the nearest is " + InBackticks(nearest)));
      return;
    }
    CheckWords(one, *rule);
    const bool has_ended = inputs_.today && one.EndsBefore(*inputs_.today);
    std::size_t matched = 0;
    std::size_t changed = 0;
    for (Finding& finding : findings_) {
      if (finding.rule != rule || !SpeaksOf(one, finding)) continue;
      if (one.content && inputs_.content_of(finding) != one.content->text) {
        ++changed;
        continue;
      }
      ++matched;
      if (!has_ended) SetSuppressed(one, finding);
    }
    Judge(one, *rule, has_ended, matched, changed);
  }

  void CheckWords(const Suppression& one, const Rule& rule) {
    if (!one.reason || one.reason->text.size() < kShortestReason) {
      Complain(kSuppressionWithoutReason, one.reason ? one.reason->where : one.rule.where,
               "the suppression of " + rule.id + " in " + InBackticks(one.path.text) +
                   (one.reason ? " has a reason of fewer than ten characters" : " has no reason"));
    }
    if (!one.expires && rule.severity >= Severity::kHigh) {
      Complain(kSuppressionWithoutEnd, one.rule.where,
               "the suppression of " + rule.id + " in " + InBackticks(one.path.text) +
                   " does not say when it ends");
    }
  }

  static bool SpeaksOf(const Suppression& one, const Finding& finding) {
    if (finding.primary.location.file == nullptr) return false;
    if (one.sid && finding.sid != one.sid->text) return false;
    if (one.fingerprint && finding.fingerprint != one.fingerprint->text) return false;
    if (one.resource && finding.policy != one.resource->text &&
        std::find(finding.containers.begin(), finding.containers.end(), one.resource->text) ==
            finding.containers.end()) {
      return false;
    }
    return MatchesFrom(one.path, finding.primary.location.file->path());
  }

  void SetSuppressed(const Suppression& one, Finding& finding) {
    if (finding.disposition != Disposition::kActive) return;
    if (noted_ != &one) {
      result_.notes.push_back({one.reason ? one.reason->text : std::string(),
                               one.expires ? one.expires->text : std::string(),
                               PlaceOf(one.rule.where)});
      noted_ = &one;
    }
    finding.disposition = Disposition::kSuppressed;
    finding.suppression = &result_.notes.back();
  }

  void Judge(const Suppression& one, const Rule& rule, bool has_ended, std::size_t matched,
             std::size_t changed) {
    const std::string name = "the suppression of " + rule.id + " in " + InBackticks(one.path.text);
    if (changed > 0) {
      Complain(kSuppressionOutdated, one.content->where,
               name + " was given to another statement than stands there now");
    }
    if (matched > 0 && has_ended) {
      Complain(kSuppressionExpired, one.expires->where, name + " ended on " + one.expires->text);
    } else if (matched > one.at_most) {
      const Location& where = one.at_most_where.valid() ? one.at_most_where : one.path.where;
      Complain(kSuppressionTooBroad, where,
               name + " hides " + std::to_string(matched) + " findings, " +
                   std::to_string(one.at_most) + " were meant");
    }
    if (matched > 0 || changed > 0 || !IsEnabled(rule) || !WasWhollyRead(one)) return;
    Complain(kSuppressionUnused, one.rule.where, name + " matches no finding");
    result_.unused.push_back(&one);
  }

  bool IsEnabled(const Rule& rule) const {
    return inputs_.enabled->empty() || (*inputs_.enabled)[rule.index];
  }

  bool WasRead(const std::string& path) const {
    return std::any_of(inputs_.files.begin(), inputs_.files.end(),
                       [&path](const InputFile& file) { return file.path == path; });
  }

  // Every file that the entry speaks of was read; one that is gone from the disk needs no reading.
  bool WasWhollyRead(const Suppression& one) const {
    if (!inputs_.is_whole) return false;
    const std::string& config = one.path.where.file->path();
    std::string folder = config.substr(0, config.rfind('/') + 1);
    const bool is_pattern = IsPathPattern(one.path.text);
    folder += is_pattern ? FolderOfPattern(one.path.text) : std::string_view(one.path.text);
    if (folder.empty()) folder = ".";
    std::error_code ignored;
    if (!std::filesystem::exists(folder, ignored)) return true;
    const FoundFiles found = FindFiles({&folder, 1}, {});
    return found.errors.empty() &&
           std::all_of(found.files.begin(), found.files.end(), [&](const InputFile& file) {
             return !MatchesFrom(one.path, file.path) || WasRead(file.path);
           });
  }

  const SuppressInputs& inputs_;
  std::span<Finding> findings_;
  SuppressResult result_;
  const Suppression* noted_ = nullptr;
};

}  // namespace

SuppressResult Suppress(const SuppressInputs& inputs, std::span<Finding> findings) {
  return Suppressor(inputs, findings).Run();
}

}  // namespace leastwise
