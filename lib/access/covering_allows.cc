#include "access/covering_allows.h"

#include "iam/glob.h"
#include "iam/text.h"

namespace leastwise {
namespace {

std::string_view HeadOf(std::string_view pattern) {
  std::size_t size = 0;
  while (size < pattern.size() && pattern[size] != '*' && pattern[size] != '?' &&
         pattern[size] != kHoleMark) {
    ++size;
  }
  return pattern.substr(0, size);
}

}  // namespace

CoveringAllows::CoveringAllows(const ComparisonModel& model,
                               std::span<const std::uint32_t> contents)
    : model_(model), contents_(contents) {
  const auto statements = model.statements();
  for (std::uint32_t id = 0; id < statements.size(); ++id) {
    const ModelStatement& statement = statements[id];
    if (statement.is_new || !statement.is_allow) continue;
    by_content_[contents[id]].push_back(id);
    if (statement.any_resource || statement.not_resource) {
      broad_.push_back(id);
      continue;
    }
    for (const std::uint32_t resource : statement.resources) {
      const std::string_view head = HeadOf(model.resource(resource).text->pattern);
      by_head_[head].push_back(id);
      head_lengths_.insert(head.size());
    }
  }
}

}  // namespace leastwise
