#include "support/tiny_policies.h"

#include <algorithm>

namespace leastwise::testing {
namespace {

using Values = std::vector<std::string>;

const std::vector<TinyKey>& AllKeys() {
  static const std::vector<TinyKey> keys = {
      {"aws:SourceVpce",
       {{}, {"a"}, {"b"}, {"ab"}, {"A"}},
       {"StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase",
        "StringEqualsIfExists", "StringNotLikeIfExists", "Null"},
       {"a", "b", "a*", "*", "?", "??", "A"}},
      {"aws:TagKeys",
       {{}, {"a"}, {"b"}, {"c"}, {"a", "b"}, {"a", "c"}, {"a", "b", "c"}},
       {"ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAllValues:StringNotEquals",
        "ForAnyValue:StringNotEquals", "ForAllValues:StringLike", "ForAnyValue:StringNotLike",
        "ForAllValues:StringLikeIfExists", "Null"},
       {"a", "b", "?", "*", "c"}},
      {"s3:max-keys",
       {{}, {"0"}, {"1"}, {"1.5"}, {"2"}, {"3"}},
       {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
        "NumericGreaterThan", "NumericGreaterThanEquals", "NumericLessThanIfExists", "Null"},
       {"1", "2"}},
      {"aws:SourceIp",
       {{}, {"10.1.0.1"}, {"10.2.0.1"}, {"11.0.0.1"}},
       {"IpAddress", "NotIpAddress", "IpAddressIfExists", "Null"},
       {"10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16"}},
      {"aws:MultiFactorAuthPresent",
       {{}, {"true"}, {"false"}},
       {"Bool", "BoolIfExists", "Null"},
       {"true", "false"}},
  };
  return keys;
}

constexpr std::size_t kKeysAtOnce = 2;

const Values& ActionPatterns() {
  static const Values patterns = {"s3:GetObject",        "s3:GetObject", "s3:PutObject",
                                  "s3:PutObject",        "s3:?etObject", "s3:*Object",
                                  "s3:ListAllMyBuckets", "s3:getobject"};
  return patterns;
}

const Values& Principals() {
  static const Values principals = {"111111111111",
                                    "arn:aws:iam::111111111111:role/a",
                                    "arn:aws:iam::111111111111:role/b",
                                    "arn:aws:sts::111111111111:assumed-role/a/s",
                                    "222222222222",
                                    "ec2.amazonaws.com",
                                    "*"};
  return principals;
}

// A JSON array of strings.
std::string List(const Values& items, std::string_view prefix) {
  std::string out = "[";
  for (const std::string& item : items) {
    if (out.size() > 1) out += ", ";
    out += '"';
    if (item != "*") out += prefix;
    out += item + '"';
  }
  return out + "]";
}

std::string PrincipalJson(const Values& principals) {
  Values own;
  Values services;
  for (const std::string& item : principals) {
    (item.find(".com") == std::string::npos ? own : services).push_back(item);
  }
  std::string out = "{";
  if (!own.empty()) out += "\"AWS\": " + List(own, "");
  if (!services.empty()) {
    out += std::string(own.empty() ? "" : ", ") + "\"Service\": " + List(services, "");
  }
  return out + "}";
}

std::string ToJson(const TinyStatement& statement) {
  std::string out = std::string("{\"Effect\": \"") + (statement.allows ? "Allow" : "Deny") + "\", ";
  if (!statement.principals.empty()) {
    out += std::string(statement.not_principal ? "\"NotPrincipal\": " : "\"Principal\": ") +
           PrincipalJson(statement.principals) + ", ";
  }
  out += std::string(statement.not_action ? "\"NotAction\": " : "\"Action\": ") +
         List(statement.actions, "") + ", ";
  out += std::string(statement.not_resource ? "\"NotResource\": " : "\"Resource\": ") +
         List(statement.resources, "arn:aws:s3:::") + ", \"Condition\": {";
  for (std::size_t i = 0; i < statement.conditions.size(); ++i) {
    const TinyCondition& condition = statement.conditions[i];
    if (i > 0) out += ", ";
    out +=
        "\"" + condition.op + "\": {\"" + condition.key + "\": " + List(condition.values, "") + "}";
  }
  return out + "}}";
}

}  // namespace

std::string ToJson(const TinyPolicy& policy) {
  std::string out = R"({"Version": "2012-10-17", "Statement": [)";
  for (std::size_t i = 0; i < policy.size(); ++i) {
    if (i > 0) out += ",\n";
    out += ToJson(policy[i]);
  }
  return out + "]}";
}

TinyMaker::TinyMaker(unsigned seed, TinyOptions options) : random_(seed), options_(options) {
  PickKeys();
}

void TinyMaker::PickKeys() {
  keys_ = AllKeys();
  while (keys_.size() > kKeysAtOnce) {
    keys_.erase(keys_.begin() + static_cast<std::ptrdiff_t>(Below(keys_.size())));
  }
}

TinyPolicy TinyMaker::Policy() {
  TinyPolicy policy(1 + Below(3));
  for (TinyStatement& statement : policy) statement = Statement();
  policy.front().allows = true;
  policy.front().not_principal = false;
  return policy;
}

std::string TinyMaker::Resource() {
  if (Below(8) == 0) return "*";
  std::string out;
  for (std::size_t left = Below(4); left > 0; --left) out += "ab*?"[Below(4)];
  if (options_.variables && Below(3) == 0) {
    out.insert(Below(out.size() + 1), Below(4) == 0 ? "${aws:username, 'b'}" : "${aws:username}");
  }
  return out;
}

TinyCondition TinyMaker::Condition(const TinyKey& key) {
  TinyCondition out;
  out.key = key.name;
  out.op = Pick(key.operators);
  if (out.op == "Null") {
    out.values = {Below(2) == 0 ? "true" : "false"};
    return out;
  }
  for (std::size_t left = Below(4) == 0 ? 2 : 1; left > 0; --left) {
    out.values.push_back(Pick(key.limits));
  }
  const bool is_text = out.op.find("String") != std::string::npos;
  if (options_.variables && is_text && Below(4) == 0) out.values.front() = "${aws:username}";
  return out;
}

TinyStatement TinyMaker::Statement() {
  TinyStatement out;
  out.allows = Below(3) != 0;
  // An Allow of NotAction is one of all actions of AWS: slow to compare, and no harder.
  out.not_action = Below(out.allows ? 24 : 5) == 0;
  for (std::size_t left = 1 + Below(2); left > 0; --left) {
    out.actions.push_back(Pick(ActionPatterns()));
  }
  for (std::size_t left = 1 + Below(2); left > 0; --left) out.resources.push_back(Resource());
  const bool has_variable =
      std::any_of(out.resources.begin(), out.resources.end(),
                  [](const std::string& text) { return text.find('$') != std::string::npos; });
  // What excludes a variable without a value is a reading of AWS's.
  out.not_resource = !has_variable && Below(4) == 0;
  if (options_.principals) {
    out.not_principal = !out.allows && Below(4) == 0;
    for (std::size_t left = 1 + Below(3); left > 0; --left) {
      out.principals.push_back(Pick(Principals()));
    }
  }
  for (const TinyKey& key : keys_) {
    if (Below(5) < 2) out.conditions.push_back(Condition(key));
  }
  // Two conditions under one operator would be one JSON key.
  if (out.conditions.size() == 2 && out.conditions[0].op == out.conditions[1].op) {
    out.conditions.pop_back();
  }
  return out;
}

}  // namespace leastwise::testing
