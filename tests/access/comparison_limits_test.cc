#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "access/policy_comparison.h"
#include "support/policy_fixture.h"

// Documents made to be slow: each comparison ends in an answer or in UNKNOWN with a reason, within
// the work that ComparisonBudget allows. Counted in steps, so that nothing hangs on the machine.

namespace leastwise {
namespace {

using testing::PolicyFixture;

// A tenth of what is allowed by default, so that these end soon in a build without optimisation
// too; tests/bench/limits.py has the full sizes.
ComparisonBudget Tenth() {
  ComparisonBudget budget;
  budget.max_states /= 10;
  budget.max_steps /= 10;
  budget.max_work /= 10;
  return budget;
}

constexpr ComparisonVerdict kPass = ComparisonVerdict::kPass;
constexpr ComparisonVerdict kFail = ComparisonVerdict::kFail;
constexpr ComparisonVerdict kUnknown = ComparisonVerdict::kUnknown;

using ItemMaker = std::function<std::string(int)>;

// Items 0 to count, separated by commas.
std::string Join(int count, const ItemMaker& item) {
  std::string out;
  for (int i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + item(i);
  return out;
}

std::string List(int count, const ItemMaker& item) {
  return "[" + Join(count, [&](int i) { return '"' + item(i) + '"'; }) + "]";
}

std::string Statement(const std::string& effect, const std::string& resource,
                      const std::string& condition = "{}",
                      const std::string& action = R"("Action": "s3:GetObject")") {
  return R"({"Effect": ")" + effect + "\", " + action + ", \"Resource\": " + resource +
         ", \"Condition\": " + condition + "}";
}
std::string Allow(const std::string& resource, const std::string& condition = "{}") {
  return Statement("Allow", resource, condition);
}

std::string Bucket(const std::string& name) { return "arn:aws:s3:::" + name; }
std::string Quoted(const std::string& text) { return '"' + text + '"'; }

// `*a*b*c…` of so many letters, forwards or backwards.
std::string Stars(int letters, bool backwards) {
  const std::string all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN";
  std::string out = "*";
  for (int i = 0; i < letters; ++i) {
    out += all[static_cast<std::size_t>(backwards ? letters - 1 - i : i)];
    out += '*';
  }
  return out;
}

// Two letters that no other number has.
std::string Word(int i) {
  return {static_cast<char>('a' + i % 10), static_cast<char>('k' + i / 10 % 10)};
}

PolicyComparison Compared(const std::string& old_text, const std::string& new_text) {
  PolicyFixture fixture;
  ComparisonSide old_side;
  ComparisonSide new_side;
  old_side.policies = {fixture.Add(old_text)};
  new_side.policies = {fixture.Add(new_text)};
  fixture.Link();
  return Compare(fixture.actions(), old_side, new_side, Tenth());
}

void ExpectVerdict(ComparisonVerdict expected, const std::string& old_text,
                   const std::string& new_text) {
  const PolicyComparison comparison = Compared(old_text, new_text);
  EXPECT_EQ(comparison.verdict, expected)
      << (comparison.reasons.empty() ? "" : comparison.reasons.front());
  EXPECT_LE(comparison.work, Tenth().max_work);
  EXPECT_EQ(comparison.reasons.empty(), expected != kUnknown);
}

TEST(ComparisonLimitsTest, ManyStarsInOneName) {
  for (const int letters : {10, 20, 30}) {
    SCOPED_TRACE(letters);
    ExpectVerdict(kFail, Allow(Quoted(Bucket(Stars(letters, false)))),
                  Allow(Quoted(Bucket(Stars(letters, true)))));
  }
}

TEST(ComparisonLimitsTest, QuestionMarksBehindAStarNeedAStateForEachCombination) {
  const auto tail = [](const std::string& letter, int marks) {
    return Quoted(Bucket("*" + letter + std::string(static_cast<std::size_t>(marks), '?')));
  };
  ExpectVerdict(kFail, Allow(tail("a", 12)), Allow(tail("b", 12)));
  ExpectVerdict(kUnknown, Allow(tail("a", 20)), Allow(tail("b", 20)));
  ExpectVerdict(kPass, Allow("[" + tail("a", 20) + ", " + tail("b", 20) + "]"),
                Allow(tail("a", 20)));
}

TEST(ComparisonLimitsTest, EightyTwoGlobsOnOneAction) {
  const std::string globs = List(82, [](int i) { return Bucket("*" + Word(i) + "*"); });
  ExpectVerdict(kFail, Allow(globs), Allow(Quoted(Bucket("*"))));
  ExpectVerdict(kFail, Allow(R"("*")") + ", " + Statement("Deny", globs), Allow(R"("*")"));
  // Together they cover everything, and every combination of the globs is a case of its own.
  const std::string rest =
      R"({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": )" + globs + "}";
  ExpectVerdict(kUnknown, Allow(globs) + ", " + rest, Allow(Quoted(Bucket("*"))));
}

TEST(ComparisonLimitsTest, ThousandsOfStatements) {
  constexpr int kMany = 5000;
  const auto statements = [](const std::string& end) {
    return Join(kMany, [&](int i) { return Allow(Quoted(Bucket("b" + std::to_string(i) + end))); });
  };
  const std::string all = statements("/*");
  ExpectVerdict(kPass, all, statements("/x"));
  ExpectVerdict(kFail, all, all + ", " + Allow(Quoted(Bucket("new/*"))));
  // Each is wider, though only by what no other allows either.
  ExpectVerdict(kFail, statements("/x"), all);
}

TEST(ComparisonLimitsTest, StatementsOnOtherResourcesAreNotHeldAgainstEachOther) {
  // What two Allows of a bucket cover together takes a search, one for each bucket.
  const auto each = [](int count, const std::string& op) {
    return Join(count, [&](int i) {
      return Allow(Quoted(Bucket("b" + std::to_string(i) + "/*")),
                   "{\"" + op + R"(": {"aws:PrincipalTag/team": "ml"}})");
    });
  };
  const auto work = [&](int count) {
    const std::string both = each(count, "StringEquals") + ", " + each(count, "StringNotEquals");
    const auto whole =
        Join(count, [](int i) { return Allow(Quoted(Bucket("b" + std::to_string(i) + "/*"))); });
    const PolicyComparison comparison = Compared(both, whole);
    EXPECT_EQ(comparison.verdict, kPass);
    return comparison.work;
  };
  EXPECT_LT(work(1000), 15 * work(100));
}

TEST(ComparisonLimitsTest, WhatIsAddedIsNotListedInFullWhereThereIsTooMuch) {
  const auto statements =
      Join(1200, [](int i) { return Allow(Quoted(Bucket("b" + std::to_string(i)))); });
  const PolicyComparison comparison = Compared(Allow(Quoted(Bucket("x"))), statements);
  EXPECT_EQ(comparison.verdict, kFail);
  EXPECT_FALSE(comparison.added.empty());
  EXPECT_LT(comparison.added.size(), 1200U);
  ASSERT_FALSE(comparison.notes.empty());
  EXPECT_EQ(comparison.notes.back(),
            "more may be added than is listed: the policies are too large to look for all of it");
  EXPECT_LE(comparison.work, Tenth().max_work);
}

std::string Equals(const std::string& keys) { return R"({"StringEquals": {)" + keys + "}}"; }
std::string TagIs(int tag, const std::string& value) {
  return R"("aws:PrincipalTag/k)" + std::to_string(tag) + "\": " + value;
}

TEST(ComparisonLimitsTest, DeepProductsOfConditions) {
  const std::string any = Equals(Join(40, [](int i) { return TagIs(i, R"(["a", "b", "c"])"); }));
  const std::string one_by_one =
      Join(20, [](int i) { return Allow(R"("*")", Equals(TagIs(i, R"("a")"))); });
  ExpectVerdict(kFail, one_by_one, Allow(R"("*")", any));
  const std::string others = Join(20, [](int i) {
    return Allow(R"("*")", R"({"StringNotEquals": {)" + TagIs(i, R"("a")") + "}}");
  });
  ExpectVerdict(kPass, one_by_one + ", " + others, Allow(R"("*")", any));
}

// Nine pigeons do not fit into eight holes, which no search by cases sees soon.
TEST(ComparisonLimitsTest, PigeonsAndHoles) {
  const auto hole = [](int i) { return "h" + std::to_string(i); };
  std::string collisions;
  for (int a = 0; a < 9; ++a) {
    for (int b = a + 1; b < 9; ++b) {
      collisions += (collisions.empty() ? "" : ", ") + Join(8, [&](int i) {
                      const std::string value = Quoted(hole(i));
                      return Allow(R"("*")", Equals(TagIs(a, value) + ", " + TagIs(b, value)));
                    });
    }
  }
  const std::string placed = Equals(Join(9, [&](int a) { return TagIs(a, List(8, hole)); }));
  ExpectVerdict(kUnknown, collisions, Allow(R"("*")", placed));
}

TEST(ComparisonLimitsTest, ThousandsOfValues) {
  const auto values = [](int first) {
    return Equals(Join(4, [&](int key) {
      return TagIs(key, List(1000, [&](int i) { return "v" + std::to_string(first + i); }));
    }));
  };
  ExpectVerdict(kUnknown, Allow(R"("*")", values(0)), Allow(R"("*")", values(1)));
  const auto blocks = [](const std::string& size) {
    return R"({"IpAddress": {"aws:SourceIp": )" +
           List(3000,
                [&](int i) {
                  return "10." + std::to_string(i % 250) + "." + std::to_string(i / 250) + ".0/" +
                         size;
                }) +
           "}}";
  };
  ExpectVerdict(kUnknown, Allow(R"("*")", blocks("24")), Allow(R"("*")", blocks("25")));
}

TEST(ComparisonLimitsTest, HugeNotActionLists) {
  const auto all_but = [](int first) {
    const std::string services =
        List(2000 - first, [&](int i) { return "svc" + std::to_string(first + i) + ":*"; });
    return Statement("Allow", R"("*")", "{}", "\"NotAction\": " + services);
  };
  ExpectVerdict(kFail, all_but(0), all_but(1));
  ExpectVerdict(kPass, all_but(0), all_but(0));
}

TEST(ComparisonLimitsTest, PatternsOfActionsThatAwsMayAdd) {
  const auto action = [](const std::string& name) {
    return Statement("Allow", R"("*")", "{}", R"("Action": "s3:)" + name + "\"");
  };
  ExpectVerdict(kFail, action(Stars(40, false)), action(Stars(40, true)));
  const std::string marks(20, '?');
  ExpectVerdict(kUnknown, action("*a" + marks), action("*b" + marks));
}

TEST(ComparisonLimitsTest, MoreVariablesThanCanBeWeighed) {
  const auto homes = [](const std::string& end) {
    return List(
        40, [&](int i) { return Bucket("${aws:PrincipalTag/t" + std::to_string(i) + "}/") + end; });
  };
  ExpectVerdict(kPass, Allow(homes("*")), Allow(homes("x")));
  ExpectVerdict(kFail, Allow(homes("x")), Allow(homes("*")));
}

TEST(ComparisonLimitsTest, ThousandsOfPrincipals) {
  PolicyFixture fixture;
  const auto trust = [&](int count) {
    const std::string accounts =
        List(count, [](int i) { return std::to_string(100000000000 + i); });
    return fixture.Add(R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": )" +
                           accounts + "}}",
                       PolicyKind::kTrust);
  };
  ComparisonSide old_side;
  ComparisonSide new_side;
  old_side.policies = {trust(500)};
  new_side.policies = {trust(501)};
  fixture.Link();
  const PolicyComparison comparison = Compare(fixture.actions(), old_side, new_side, Tenth());
  EXPECT_EQ(comparison.verdict, kFail);
  EXPECT_LE(comparison.work, Tenth().max_work);
}

}  // namespace
}  // namespace leastwise
