#include <algorithm>

#include "engine/entry_reader.h"

namespace leastwise {
namespace {

constexpr std::size_t kLeastTests = 2;

void CheckKnownId(PackErrors& errors, const Node& node, std::string_view id,
                  const std::vector<std::string>& ids) {
  if (std::find(ids.begin(), ids.end(), id) != ids.end()) return;
  const std::vector<std::string_view> known(ids.begin(), ids.end());
  errors.Add(node, Quoted(id) + " is not an id of this entry", PackErrors::Suggest(id, known));
}

// Reads one bad test; returns the id that it is about.
std::string CheckBad(PackErrors& errors, const Node& node, const std::vector<std::string>& ids) {
  FieldReader fields(errors, node, "bad test");
  std::string id(fields.Text("id"));
  if (id.empty() && ids.size() == 1) id = ids.front();
  if (id.empty()) {
    errors.Add(node, "a bad test of an entry with steps says which `id` it is for");
  } else {
    CheckKnownId(errors, node, id, ids);
  }
  fields.Word("as", PolicyKindWords());
  fields.Word("audience", kAudienceWords);
  fields.Need("input");
  fields.Ignore("suppressions");
  fields.Ignore("params");
  fields.Ignore("personas");
  const Node* at = fields.Take("at");
  if (at != nullptr && !(at->is(NodeKind::kArray) && at->items().empty())) fields.Texts("at");
  fields.Finish();
  return id;
}

void CheckGood(PackErrors& errors, const Node& node, const std::vector<std::string>& ids) {
  FieldReader fields(errors, node, "good test");
  fields.NeedText("why");
  fields.Word("as", PolicyKindWords());
  fields.Word("audience", kAudienceWords);
  fields.Need("input");
  fields.Ignore("suppressions");
  fields.Ignore("params");
  fields.Ignore("personas");
  for (const std::string_view id : fields.Texts("for")) CheckKnownId(errors, node, id, ids);
  fields.Finish();
}

}  // namespace

void CheckTests(const PackScope& scope, const Node& entry, const std::vector<std::string>& ids) {
  PackErrors& errors = scope.errors();
  const Node* node = entry.Find("tests");
  if (node == nullptr) {
    errors.Add(entry, "rule lacks `tests`", "add two bad tests for each id and two good ones");
    return;
  }
  FieldReader fields(errors, *node, "`tests`");
  const Node* bad = fields.Take("bad");
  const Node* good = fields.Take("good");
  fields.Finish();
  std::vector<std::string> tested;
  for (const Node* item : ItemsOf(bad)) tested.push_back(CheckBad(errors, *item, ids));
  for (const Node* item : ItemsOf(good)) CheckGood(errors, *item, ids);
  for (const std::string& id : ids) {
    const auto count = std::count(tested.begin(), tested.end(), id);
    if (count < static_cast<std::ptrdiff_t>(kLeastTests)) {
      errors.Add(*node, Quoted(id) + " has fewer than two bad tests");
    }
  }
  if (ItemsOf(good).size() < kLeastTests) {
    errors.Add(*node, "there are fewer than two good tests",
               "add the best-known false positive of this rule");
  }
}

}  // namespace leastwise
