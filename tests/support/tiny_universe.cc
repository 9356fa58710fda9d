#include "support/tiny_universe.h"

#include <algorithm>
#include <cctype>

namespace leastwise::testing {
namespace {

using Values = std::vector<std::string>;

// Everyone that the principals of TinyMaker tell apart.
const Values& Asking() {
  static const Values asking = {"arn:aws:iam::111111111111:role/b",
                                "arn:aws:iam::111111111111:role/c",
                                "arn:aws:sts::111111111111:assumed-role/a/s",
                                "arn:aws:sts::111111111111:assumed-role/a/t",
                                "arn:aws:iam::111111111111:root",
                                "arn:aws:iam::222222222222:user/u",
                                "arn:aws:iam::333333333333:role/a",
                                "ec2.amazonaws.com",
                                "*"};
  return asking;
}

std::string Folded(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// `requests` once for each value of the key.
std::vector<Request> With(const std::vector<Request>& requests, const TinyKey& key) {
  std::vector<Request> out;
  for (const Request& request : requests) {
    for (const Values& values : key.given) {
      out.push_back(request);
      if (!values.empty()) out.back().context[Folded(key.name)] = values;
    }
  }
  return out;
}

Values Names() {
  Values names = {""};
  for (std::size_t i = 0; i < 7; ++i) {
    for (const char c : {'a', 'b'}) names.push_back(names[i] + c);
  }
  for (const char* const name : {"c", "ac", "ca", "abc", "aaaa", "abab", "bbbb"}) {
    names.emplace_back(name);
  }
  return names;
}

}  // namespace

TinyUniverse::TinyUniverse(const TinyMaker& maker) {
  asking_ = maker.options().principals ? Asking() : Values{""};
  users_ = {{}};
  if (maker.options().variables) users_ = {{}, {"a"}, {"ab"}, {"b"}};
  for (const char* const action : {"s3:GetObject", "s3:PutObject"}) {
    for (const std::string& name : Names()) {
      Request& request = targets_.emplace_back();
      request.action = action;
      request.resource = "arn:aws:s3:::" + name;
    }
  }
  targets_.emplace_back().action = "s3:ListAllMyBuckets";
  targets_.back().resource = "*";
  for (const Values& user : users_) {
    std::vector<Request> own = {{}};
    if (!user.empty()) own.front().context["aws:username"] = user;
    for (const TinyKey& key : maker.keys()) own = With(own, key);
    contexts_each_ = own.size();
    contexts_.insert(contexts_.end(), own.begin(), own.end());
  }
}

std::vector<TinyUniverse::Row> TinyUniverse::RowsOf(const TinyPolicy& policy) const {
  std::vector<Row> rows;
  for (const TinyStatement& statement : policy) {
    Row& row = rows.emplace_back();
    row.allows = statement.allows;
    for (const std::string& asking : asking_) {
      row.asking.push_back(AppliesToPrincipal(statement, asking));
    }
    for (std::size_t user = 0; user < users_.size(); ++user) {
      for (Request target : targets_) {
        if (!users_[user].empty()) target.context["aws:username"] = users_[user];
        row.targets.push_back(AppliesToTarget(statement, target));
      }
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < contexts_each_; ++i) {
        const bool applies = AppliesInContext(statement, contexts_[user * contexts_each_ + i]);
        bits |= std::uint64_t{applies ? 1U : 0U} << i;
      }
      row.contexts.push_back(bits);
    }
  }
  return rows;
}

std::uint64_t TinyUniverse::Allowed(const std::vector<Row>& rows, std::size_t asking,
                                    std::size_t user, std::size_t target) const {
  std::uint64_t allowed = 0;
  std::uint64_t denied = 0;
  for (const Row& row : rows) {
    if (!row.asking[asking] || !row.targets[user * targets_.size() + target]) continue;
    (row.allows ? allowed : denied) |= row.contexts[user];
  }
  return allowed & ~denied;
}

std::uint64_t TinyUniverse::Allowed(const Table& table, std::size_t asking, std::size_t user,
                                    std::size_t target) const {
  const std::uint64_t own = Allowed(table.policy, asking, user, target);
  return table.boundary.empty() ? own : own & Allowed(table.boundary, asking, user, target);
}

std::optional<Request> TinyUniverse::FindNew(const TinySide& old_side,
                                             const TinySide& new_side) const {
  const Table old_table = {RowsOf(old_side.policy), RowsOf(old_side.boundary)};
  const Table new_table = {RowsOf(new_side.policy), RowsOf(new_side.boundary)};
  for (std::size_t asking = 0; asking < asking_.size(); ++asking) {
    for (std::size_t user = 0; user < users_.size(); ++user) {
      for (std::size_t target = 0; target < targets_.size(); ++target) {
        const std::uint64_t added =
            Allowed(new_table, asking, user, target) & ~Allowed(old_table, asking, user, target);
        if (added == 0) continue;
        std::size_t bit = 0;
        while ((added >> bit & 1U) == 0) ++bit;
        Request request = contexts_[user * contexts_each_ + bit];
        request.principal = asking_[asking];
        request.action = targets_[target].action;
        request.resource = targets_[target].resource;
        return request;
      }
    }
  }
  return std::nullopt;
}

}  // namespace leastwise::testing
