#include <gtest/gtest.h>

#include <array>
#include <random>

#include "support/policy_fixture.h"

// Random policies over a tiny universe, each question answered a second time by trying every
// request of it. The evaluator here shares no code with the one that is tested. Denies that take a
// cell only together, as a union of parts, are outside of what Ask promises, so no patterns here
// can do that.

namespace leastwise::testing {
namespace {

constexpr std::array<std::string_view, 2> kActions = {"tiny:One", "tiny:Two"};
constexpr std::array<std::string_view, 2> kKeys = {"tiny:first", "tiny:second"};
constexpr std::array<std::string_view, 6> kResources = {"*", "a*", "ab*", "b", "a", "ba"};
constexpr std::array<std::string_view, 5> kValues = {"", "u", "v", "ux", "zz"};  // "": absent
constexpr std::string_view kPrefix = "arn:aws:tiny:::";

struct Atom {
  std::string_view op;
  std::size_t key = 0;
  std::vector<std::string_view> values;
};

struct Rule {
  bool allows = true;
  bool not_action = false;
  bool not_resource = false;
  std::vector<std::string_view> actions;
  std::vector<std::string_view> resources;
  std::vector<Atom> atoms;
};

struct Request {
  std::string_view action;
  std::string resource;  // behind the prefix
  std::array<std::string_view, 2> context;
};

bool Like(std::string_view pattern, std::string_view text) {
  if (!pattern.empty() && pattern.back() == '*') {
    return text.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
  }
  return pattern == text;
}

bool Holds(const Atom& atom, const Request& request) {
  const std::string_view value = request.context[atom.key];
  if (atom.op == "Null") return value.empty() == (atom.values[0] == "true");
  const bool negated = atom.op.find("Not") != std::string_view::npos;
  if (value.empty()) return negated || atom.op.find("IfExists") != std::string_view::npos;
  const bool is_like = atom.op.find("Like") != std::string_view::npos;
  bool hit = false;
  for (const std::string_view own : atom.values) hit |= is_like ? Like(own, value) : own == value;
  return hit != negated;
}

bool Applies(const Rule& rule, const Request& request) {
  bool action = false;
  for (const std::string_view own : rule.actions) action |= own == request.action;
  bool resource = false;
  for (const std::string_view own : rule.resources) resource |= Like(own, request.resource);
  if (action == rule.not_action || resource == rule.not_resource) return false;
  for (const Atom& atom : rule.atoms) {
    if (!Holds(atom, request)) return false;
  }
  return true;
}

bool Allowed(const std::vector<Rule>& rules, const Request& request) {
  bool allowed = false;
  for (const Rule& rule : rules) {
    if (!Applies(rule, request)) continue;
    if (!rule.allows) return false;
    allowed = true;
  }
  return allowed;
}

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::vector<Rule> Rules() {
    std::vector<Rule> rules(1 + random_() % 4);
    for (Rule& rule : rules) rule = OneRule();
    rules.front().allows = true;
    return rules;
  }
  std::size_t Below(std::size_t limit) { return random_() % limit; }

 private:
  Rule OneRule() {
    Rule rule;
    rule.allows = Below(5) < 2;
    rule.not_action = Below(5) == 0;
    rule.not_resource = Below(4) == 0;
    rule.actions.push_back(kActions[Below(2)]);
    if (!rule.not_action && Below(2) == 0) rule.actions = {kActions[0], kActions[1]};
    for (std::size_t left = 1 + Below(2); left > 0; --left) {
      rule.resources.push_back(kResources[Below(kResources.size())]);
    }
    for (std::size_t left = Below(3); left > 0; --left) rule.atoms.push_back(OneAtom());
    return rule;
  }

  Atom OneAtom() {
    static constexpr std::array<std::string_view, 6> kOps = {
        "StringEquals",  "StringNotEquals",      "StringLike",
        "StringNotLike", "StringEqualsIfExists", "Null"};
    Atom atom;
    atom.op = kOps[Below(kOps.size())];
    atom.key = Below(2);
    if (atom.op == "Null") {
      atom.values = {Below(2) == 0 ? "true" : "false"};
    } else if (atom.op.find("Like") != std::string_view::npos) {
      atom.values = {std::array<std::string_view, 3>{"u*", "*", "v"}[Below(3)]};
    } else {
      atom.values = {Below(2) == 0 ? "u" : "v"};
      if (Below(3) == 0) atom.values = {"u", "v"};
    }
    return atom;
  }

  std::mt19937 random_;
};

std::string List(const std::vector<std::string_view>& items, std::string_view prefix) {
  std::string out = "[";
  for (const std::string_view item : items) {
    if (out.size() > 1) out += ", ";
    out += '"';
    if (item != "*") out += prefix;
    out += std::string(item) + '"';
  }
  return out + "]";
}

std::string ToJson(const std::vector<Rule>& rules) {
  std::string out;
  for (const Rule& rule : rules) {
    if (!out.empty()) out += ",\n";
    out += std::string("{\"Effect\": \"") + (rule.allows ? "Allow" : "Deny") + "\", ";
    out += std::string(rule.not_action ? "\"NotAction\": " : "\"Action\": ") +
           List(rule.actions, "") + ", ";
    out += std::string(rule.not_resource ? "\"NotResource\": " : "\"Resource\": ") +
           List(rule.resources, kPrefix) + ", \"Condition\": {";
    for (std::size_t i = 0; i < rule.atoms.size(); ++i) {
      const Atom& atom = rule.atoms[i];
      if (i > 0) out += ", ";
      out += "\"" + std::string(atom.op) + "\": {\"" + std::string(kKeys[atom.key]) +
             "\": " + List(atom.values, "") + "}";
    }
    out += "}}";
  }
  return out;
}

// Two atoms of one operator would be one JSON key.
bool IsWritable(const std::vector<Rule>& rules) {
  for (const Rule& rule : rules) {
    if (rule.atoms.size() == 2 && rule.atoms[0].op == rule.atoms[1].op) return false;
  }
  return true;
}

// Resources of the universe: `c` is a letter that no pattern has.
std::vector<std::string> ResourceTexts() {
  std::vector<std::string> out = {""};
  for (std::size_t begin = 0, round = 0; round < 3; ++round) {
    const std::size_t end = out.size();
    for (; begin < end; ++begin) {
      for (const char c : {'a', 'b', 'c'}) out.push_back(out[begin] + c);
    }
  }
  return out;
}

// A value of the first key that the request must have, or null for a free one.
bool HasWitness(const std::vector<std::string>& resources, const std::vector<Rule>& rules,
                const std::vector<Rule>* cap, std::string_view action,
                const std::string_view* first) {
  for (const std::string& resource : resources) {
    for (const std::string_view a : kValues) {
      if (first != nullptr && a != *first) continue;
      for (const std::string_view b : kValues) {
        const Request request = {action, resource, {a, b}};
        if (Allowed(rules, request) && (cap == nullptr || Allowed(*cap, request))) return true;
      }
    }
  }
  return false;
}

RequestShape ShapeFor(std::string_view value) {
  RequestValue out;
  out.value_class = value.empty() ? ValueClass::kAbsent
                                  : (value == "zz" ? ValueClass::kOther : ValueClass::kGlob);
  out.text = value == "zz" ? "" : value;
  return {{std::string(kKeys[0]), {out}}};
}

TEST(BruteForceTest, YesHasAWitnessAndNoHasNone) {
  const std::vector<std::string> resources = ResourceTexts();
  std::size_t asked = 0;
  std::size_t yes = 0;
  for (unsigned seed = 0; seed < 500; ++seed) {
    Maker maker(seed);
    const std::vector<Rule> rules = maker.Rules();
    const std::vector<Rule> cap = maker.Rules();
    const bool has_cap = maker.Below(3) == 0;
    if (!IsWritable(rules) || !IsWritable(cap)) continue;
    PolicyFixture fixture;
    // An action that nothing names is not one of the run's actions.
    fixture.Add(R"({"Effect": "Deny", "Action": ["tiny:One", "tiny:Two"], "Resource": "*"})");
    const Policy* const policy = fixture.Add(ToJson(rules));
    const Policy* const boundary = fixture.Add(ToJson(cap), PolicyKind::kBoundary);
    fixture.Link();
    const Grants grants = fixture.GrantsOf(policy, has_cap ? boundary : nullptr);
    for (const std::string_view action : kActions) {
      for (std::size_t shape = 0; shape <= kValues.size(); ++shape) {
        const std::string_view* const first = shape == kValues.size() ? nullptr : &kValues[shape];
        Query query;
        query.actions.any = fixture.Set({action});
        if (first != nullptr) query.condition.admits = ShapeFor(*first);
        const Truth expected =
            ToTruth(HasWitness(resources, rules, has_cap ? &cap : nullptr, action, first));
        ASSERT_EQ(grants.Ask(query).truth, expected)
            << "seed " << seed << ", action " << action << ", first key "
            << (first == nullptr ? "free" : *first) << "\n"
            << ToJson(rules) << "\n"
            << (has_cap ? ToJson(cap) : "");
        ++asked;
        yes += expected == Truth::kYes ? 1 : 0;
      }
    }
  }
  EXPECT_GT(asked, 3000U);
  EXPECT_GT(yes, asked / 5);
  EXPECT_LT(yes, asked);
}

}  // namespace
}  // namespace leastwise::testing
