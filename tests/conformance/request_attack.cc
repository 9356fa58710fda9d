#include "conformance/request_attack.h"

#include <algorithm>

#include "access/evaluator.h"
#include "access/resource_pattern.h"
#include "access/witness.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

std::string Folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), FoldAscii);
  return out;
}

}  // namespace

RequestAttack::RequestAttack(const ActionTable& actions, const ComparisonSide& old_side,
                             const ComparisonSide& new_side, unsigned seed)
    : actions_(actions), old_side_(old_side), new_side_(new_side), random_(seed) {
  Collect(old_side);
  Collect(new_side);
  resources_.emplace_back("*");
  resources_.emplace_back("arn:aws:s3:::bucket/key");
}

void RequestAttack::Collect(const ComparisonSide& side) {
  for (const Policy* policy : side.policies) {
    for (const Statement& statement : policy->statements) {
      for (const Text& text : statement.actions) action_patterns_.emplace_back(text.value);
      for (const Text& text : statement.resources) {
        resources_.push_back(WidenHoles(text.pattern));
      }
      for (const Principal& principal : statement.principals) {
        principals_.emplace_back(principal.text.value);
      }
      for (const ConditionEntry& entry : statement.conditions) {
        std::vector<std::string>& values = values_[std::string(entry.folded_key)];
        for (const Text& text : entry.values) {
          values.push_back(WidenHoles(text.pattern));
          for (const TextPart& part : text.parts) {
            if (part.kind == PartKind::kVariable) values_[Folded(part.text)].emplace_back("alice");
          }
        }
      }
    }
  }
}

std::string RequestAttack::Pick(const std::vector<std::string>& list) {
  return list.empty() ? "x" : list[random_() % list.size()];
}

// A text that the pattern matches, and now and then one that it just does not.
std::string RequestAttack::Instance(const std::string& pattern) {
  static const std::vector<std::string> kFillers = {
      "", "x", "a/b", "us-east-1", "123456789012", "example", "*"};
  std::string out;
  for (const char c : pattern) {
    if (c == '*') {
      out += Pick(kFillers);
    } else {
      out += c == '?' ? 'x' : c;
    }
  }
  if (random_() % 12 == 0 && !out.empty()) out.erase(random_() % out.size(), 1);
  if (random_() % 12 == 0) out += "x";
  return out;
}

std::string RequestAttack::RandomAction() {
  const std::string pattern = Pick(action_patterns_);
  if (pattern.find_first_of("*?") == std::string::npos) return pattern;
  if (random_() % 4 == 0) {
    std::string out;
    for (const char c : pattern == "*" ? std::string("s3:*") : pattern) {
      out += c == '*' || c == '?' ? 'z' : c;
    }
    return out;
  }
  ActionSet set(actions_.universe_size());
  actions_.Expand(pattern, &set);
  const std::size_t count = set.Count();
  if (count == 0) return pattern;
  std::size_t wanted = random_() % count;
  std::string out;
  set.ForEach([&](ActionId id) {
    if (wanted-- == 0) out = actions_.Name(id);
  });
  return out.ends_with("(later)") ? "s3:Later" : out;
}

Request RequestAttack::Random() {
  Request request;
  request.action = RandomAction();
  request.resource = Instance(Pick(resources_));
  if (!principals_.empty()) request.principal = Pick(principals_);
  const auto id = actions_.catalog().Find(request.action);
  if (id && actions_.catalog().info(*id).resource_types.empty()) request.resource = "*";
  for (const auto& [key, values] : values_) {
    const unsigned kind = random_() % 8;
    if (kind < 2) continue;
    std::vector<std::string>& own = request.context[key];
    if (kind == 2) {
      own.emplace_back("other");
    } else {
      own.push_back(Instance(Pick(values)));
    }
    const auto known = actions_.catalog().FindConditionKey(key);
    const bool is_array =
        known && actions_.catalog().condition_key(*known).type >= ConditionKeyType::kArrayOfString;
    if (is_array && kind > 5) own.push_back(Instance(Pick(values)));
  }
  // Nothing else is ever asked for.
  if (request.resource != "*" && !SplitArn(request.resource)) request.resource = "*";
  return request;
}

std::vector<Request> RequestAttack::Run(std::size_t count) {
  std::vector<Request> out;
  for (std::size_t i = 0; i < count; ++i) {
    Request request = Random();
    if (RuleSide(new_side_, request).verdict != Verdict::kAllowed) continue;
    if (RuleSide(old_side_, request).is_denied()) out.push_back(std::move(request));
  }
  return out;
}

}  // namespace leastwise
