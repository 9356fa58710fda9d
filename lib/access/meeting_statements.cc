#include "access/meeting_statements.h"

#include <algorithm>

#include "iam/glob.h"

namespace leastwise {
namespace {

void SortUnique(auto* list) {
  std::sort(list->begin(), list->end());
  list->erase(std::unique(list->begin(), list->end()), list->end());
}

}  // namespace

MeetingStatements::MeetingStatements(const ComparisonModel& model) : model_(model) {
  const auto statements = model.statements();
  for (std::uint32_t id = 0; id < statements.size(); ++id) {
    const ModelStatement& statement = statements[id];
    if (statement.any_resource || statement.not_resource) continue;
    for (const std::uint32_t resource : statement.resources) {
      entries_.emplace_back(HeadOf(resource), id);
    }
  }
  SortUnique(&entries_);
  for (const Entry& entry : entries_) head_lengths_.push_back(entry.first.size());
  SortUnique(&head_lengths_);
}

// What stands before a hole is part of it: the glob has a star in its place.
std::string_view MeetingStatements::HeadOf(std::uint32_t resource) const {
  return Glob(model_.resource(resource).glob).literal_prefix();
}

MeetingStatements::Range MeetingStatements::WithHead(std::string_view head) const {
  const auto first = std::lower_bound(entries_.begin(), entries_.end(), Entry(head, 0));
  return {first, std::upper_bound(first, entries_.end(), Entry(head, UINT32_MAX))};
}

MeetingStatements::Range MeetingStatements::BeginningWith(std::string_view head) const {
  const auto first = std::lower_bound(entries_.begin(), entries_.end(), Entry(head, 0));
  return {first, std::partition_point(first, entries_.end(), [&](const Entry& entry) {
            return entry.first.starts_with(head);
          })};
}

std::optional<std::vector<std::uint32_t>> MeetingStatements::Of(std::uint32_t resource,
                                                                std::size_t most) const {
  const std::string_view head = HeadOf(resource);
  std::vector<Range> ranges{BeginningWith(head)};
  std::size_t size = ranges.front().size();
  for (const std::size_t length : head_lengths_) {
    if (length >= head.size() || size > most) break;
    ranges.push_back(WithHead(head.substr(0, length)));
    size += ranges.back().size();
  }
  if (size > most) return std::nullopt;
  std::vector<std::uint32_t> out;
  for (const Range& range : ranges) {
    for (const Entry& entry : range) out.push_back(entry.second);
  }
  SortUnique(&out);
  return out;
}

}  // namespace leastwise
