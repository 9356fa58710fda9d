#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <array>
#include <memory>

#include "engine/matchers.h"
#include "engine/subject_texts.h"

namespace leastwise {
namespace {

constexpr std::array<std::string_view, 4> kPlaces{"any", "values", "names", "tags"};
constexpr std::int64_t kMostMemory = std::int64_t{1} << 20U;  // of one expression, bytes
constexpr int kLeastLiteral = 3;  // bytes of a literal that is worth looking for

// Which texts are looked at.
struct TextPlaces {
  bool values = false;  // principals, values of conditions
  bool names = false;   // Sids, condition keys, names of identities
  bool tags = false;
};

re2::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

RE2::Options Options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMostMemory);
  return options;
}

std::unique_ptr<RE2> Compile(PackErrors& errors, const Node& node) {
  auto expression = std::make_unique<RE2>(Piece(node.text()), Options());
  if (!IsScalar(node) || node.text().empty()) {
    errors.Add(node, "a regular expression is a text");
  } else if (!expression->ok()) {
    errors.Add(node, "this is no regular expression: " + expression->error(),
               "write it as https://github.com/google/re2/wiki/Syntax says");
  }
  return expression;
}

// The longest part of a text that has no blank: words are written with blanks between them.
std::string_view LongestPart(std::string_view text) {
  std::string_view longest;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(' '));
    if (part.size() > longest.size()) longest = part;
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
  return longest;
}

// Of what RE2 wants to see before it would try the expression, something must be there.
Touches TextsOf(const RE2& expression) {
  re2::FilteredRE2 filter(kLeastLiteral);
  int id = 0;
  if (filter.Add(expression.pattern(), Options(), &id) != RE2::NoError) return {};
  std::vector<std::string> literals;
  filter.Compile(&literals);
  std::vector<int> without_any;
  filter.AllPotentials({}, &without_any);
  if (!without_any.empty()) return {};
  std::vector<std::string> words;
  for (const std::string& literal : literals) {
    const std::string_view part = LongestPart(literal);
    if (part.size() < kLeastLiteral) return {};
    words.push_back(std::string(kTextWord) += part);
  }
  return Touches::Only(std::move(words));
}

// A role is looked at twice, with what it grants and with its trust policy.
bool IsTrustOf(const Grants* grants, const Identity& identity) {
  if (grants == nullptr || identity.trust == nullptr) return false;
  const std::span<const Policy* const> policies = grants->subject().policies;
  return policies.size() == 1 && policies.front() == identity.trust;
}

class TextMatcher : public Matcher {
 public:
  TextMatcher(TextPlaces places, std::unique_ptr<RE2> matches, std::unique_ptr<RE2> except)
      : places_(places), matches_(std::move(matches)), except_(std::move(except)) {}

  bool MayMatch(const MatchContext& context) const override {
    return context.SubjectGrants() != nullptr || context.identity() != nullptr;
  }

  Match Evaluate(MatchContext& context) const override {
    Match out;
    const Identity* identity = context.identity();
    const Grants* grants = context.SubjectGrants();
    // Holders of one subject have the same documents: one of them stands for all.
    const bool is_first =
        grants != nullptr && (identity == nullptr || grants->subject().identity == identity);
    for (const Policy* policy :
         is_first ? grants->subject().policies : std::span<const Policy* const>()) {
      if (!policy->is_aws_managed) AddPolicy(*policy, &out.hits);
    }
    if (identity != nullptr && !IsTrustOf(grants, *identity)) AddIdentity(*identity, &out.hits);
    if (!out.hits.empty()) out.truth = Truth::kYes;
    return out;
  }

  MatcherNeeds needs() const override {
    MatcherNeeds needs;
    needs.grants = true;
    needs.each_holder = places_.names || places_.tags;
    return needs;
  }

  PlaceholderSet provides() const override { return PlaceholderBit(Placeholder::kDetail); }

  Touches touches(std::span<const ActionExpr>) const override { return TextsOf(*matches_); }

 private:
  bool Matches(std::string_view text) const {
    re2::StringPiece rest = Piece(text);
    std::size_t from = 0;
    re2::StringPiece found;
    while (from <= text.size() &&
           matches_->Match(rest, from, text.size(), RE2::UNANCHORED, &found, 1)) {
      if (except_ == nullptr || !RE2::PartialMatch(found, *except_)) return true;
      const auto behind = static_cast<std::size_t>(found.data() - text.data()) + found.size();
      from = std::max(behind, from + 1);
    }
    return false;
  }

  bool LooksAt(TextPlace place) const {
    if (place == TextPlace::kTag) return places_.tags;
    return place == TextPlace::kName ? places_.names : places_.values;
  }

  void AddText(const Text& text, std::string_view where, std::vector<Hit>* hits) const {
    if (!Matches(text.value)) return;
    Hit& hit = hits->emplace_back();
    hit.text = FoundText{text.location, &text, std::string(where)};
  }

  void AddPolicy(const Policy& policy, std::vector<Hit>* hits) const {
    VisitTexts(policy, [&](TextPlace place, const Text& text, std::string_view where) {
      if (LooksAt(place)) AddText(text, where, hits);
    });
  }

  void AddIdentity(const Identity& identity, std::vector<Hit>* hits) const {
    if (places_.names) {
      const std::size_t before = hits->size();
      AddText(identity.name, "a name", hits);
      if (hits->size() > before) hits->back().names_identity = true;
    }
    for (const Tag& tag : places_.tags ? identity.tags : std::span<const Tag>()) {
      if (!Matches(tag.value) && !Matches(tag.key)) continue;
      Hit& hit = hits->emplace_back();
      hit.names_identity = true;
      hit.text = FoundText{tag.location, &tag, "the tag " + QuoteText(tag.key)};
    }
  }

  TextPlaces places_;
  std::unique_ptr<RE2> matches_;
  std::unique_ptr<RE2> except_;  // null: none
};

}  // namespace

std::unique_ptr<Matcher> MakeText(const Node& node, MatchParser& parser) {
  FieldReader fields(parser.errors(), node, "`text`");
  TextPlaces places;
  const Node* in = fields.Take("in");
  for (const Node* item : ItemsOf(in)) {
    const auto place = WordOf(parser.errors(), *item, "`in`", kPlaces);
    if (!place) continue;
    places.values = places.values || *place == 0 || *place == 1;
    places.names = places.names || *place == 0 || *place == 2;
    places.tags = places.tags || *place == 0 || *place == 3;
  }
  if (in == nullptr) places = {true, true, true};
  const Node* matches = fields.Need("matches");
  const Node* except = fields.Take("except");
  fields.Finish();
  if (matches == nullptr) return nullptr;
  std::unique_ptr<RE2> expression = Compile(parser.errors(), *matches);
  std::unique_ptr<RE2> exception = except == nullptr ? nullptr : Compile(parser.errors(), *except);
  const bool is_right = expression->ok() && (exception == nullptr || exception->ok());
  if (!is_right) return nullptr;
  return std::make_unique<TextMatcher>(places, std::move(expression), std::move(exception));
}

}  // namespace leastwise
