#include "knowledge/pack_text.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "tree/json_writer.h"

namespace leastwise {
namespace {

enum class Part { kMatching, kProse };

constexpr std::string_view kRules = "rules";
constexpr std::string_view kPaths = "paths";

bool IsProseKey(std::string_view key) {
  static constexpr std::string_view kKeys[] = {
      "why",        "help",     "title", "references",  "tests", "false_positives",
      "suggestion", "mappings", "tags",  "description", "cwe"};
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys);
}

// Tests stand in the prose and are about ids.
bool StandsInBoth(std::string_view key) { return key == "id"; }

std::optional<NameKind> NameKindOf(const Member& member) {
  const auto found = std::find(kNameLists.begin(), kNameLists.end(), member.key);
  if (found == kNameLists.end() || !member.value->is(NodeKind::kObject)) return std::nullopt;
  return static_cast<NameKind>(found - kNameLists.begin());
}

bool HoldsEntries(const Node& node) {
  const auto is_object = [](const Node* item) { return item->is(NodeKind::kObject); };
  return node.is(NodeKind::kArray) && !node.items().empty() &&
         std::all_of(node.items().begin(), node.items().end(), is_object);
}

class PackWriter {
 public:
  // The document: lists of entries are split, other members go where their key says.
  void WriteDocument(const Node& node, Part part, std::string* out) {
    WriteSplit(node, part, out, [](std::string_view) { return true; });
  }
  // Of the rules, and behind them the paths, whatever their order in the file.
  PackPlaces places() const {
    PackPlaces all{rules_, names_};
    all.entries.insert(all.entries.end(), paths_.begin(), paths_.end());
    return all;
  }
  const Node* bad_number() const { return json_.bad_number(); }

 private:
  void WriteEntries(const Node& list, Part part, std::string* out, std::vector<Span>* places) {
    const char* comma = "";
    *out += '[';
    for (const Node* entry : list.items()) {
      *out += comma;
      comma = ",";
      const auto begin = static_cast<std::uint32_t>(out->size());
      WriteSplit(*entry, part, out, [](std::string_view key) { return key == "steps"; });
      if (places != nullptr && part == Part::kMatching) {
        places->push_back({begin, static_cast<std::uint32_t>(out->size())});
      }
    }
    *out += ']';
  }

  // `sets` and the like of a document.
  void WriteNames(NameKind kind, const Node& names, std::string* out) {
    const char* comma = "";
    *out += '{';
    for (const Member& name : names.members()) {
      *out += comma;
      comma = ",";
      AppendJsonString(name.key, out);
      *out += ':';
      const auto begin = static_cast<std::uint32_t>(out->size());
      json_.Append(*name.value, out);
      names_.push_back(
          {kind, std::string(name.key), {begin, static_cast<std::uint32_t>(out->size())}});
    }
    *out += '}';
  }

  template <typename MayHoldEntries>
  void WriteSplit(const Node& node, Part part, std::string* out, MayHoldEntries may_hold) {
    const char* comma = "";
    *out += '{';
    for (const Member& member : node.members()) {
      const bool is_prose = IsProseKey(member.key);
      const bool entries = !is_prose && may_hold(member.key) && HoldsEntries(*member.value);
      if (!entries && !StandsInBoth(member.key) && is_prose != (part == Part::kProse)) continue;
      *out += comma;
      comma = ",";
      AppendJsonString(member.key, out);
      *out += ':';
      if (entries) {
        std::vector<Span>* places = member.key == kRules ? &rules_ : nullptr;
        if (member.key == kPaths) places = &paths_;
        WriteEntries(*member.value, part, out, places);
      } else if (const auto kind = NameKindOf(member); kind && may_hold(member.key)) {
        WriteNames(*kind, *member.value, out);
      } else {
        json_.Append(*member.value, out);
      }
    }
    *out += '}';
  }

  JsonWriter json_;
  std::vector<Span> rules_;
  std::vector<Span> paths_;
  std::vector<PackPlaces::Name> names_;
};

}  // namespace

Result<PackText> SplitPack(const Tree& tree) {
  if (tree.root == nullptr || !tree.root->is(NodeKind::kObject)) {
    return Error{ErrorKind::kPack, "a pack is a mapping of keys", std::nullopt, ""};
  }
  PackText pack;
  PackWriter writer;
  writer.WriteDocument(*tree.root, Part::kMatching, &pack.matching);
  writer.WriteDocument(*tree.root, Part::kProse, &pack.prose);
  pack.places = writer.places();
  if (writer.bad_number() != nullptr) return NoJsonNumber(tree, *writer.bad_number());
  return pack;
}

}  // namespace leastwise
