#include "linter/knowledge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/sleeping_entries.h"
#include "linter/managed_policy_library.h"
#include "linter/pack_test.h"
#include "linter/shipped_fixture.h"

namespace leastwise {
namespace {

using testing::IsEmpty;

TEST(KnowledgeTest, LinkedDataOpensWithoutMistakes) {
  const std::unique_ptr<Knowledge> knowledge =
      Knowledge::Open(LinkedData(), {}, MemoryFileReader());
  ASSERT_THAT(knowledge->errors(), IsEmpty());
  EXPECT_GT(knowledge->catalog().action_count(), 15'000U);
  EXPECT_GT(knowledge->managed_policies().count(), 1'000U);
  EXPECT_GE(knowledge->rules().rules().size(), 25U);
  knowledge->LoadProse();
  for (const Rule& rule : knowledge->rules().rules()) {
    EXPECT_FALSE(knowledge->rules().Prose(rule).help.empty()) << rule.id;
  }
}

TEST(KnowledgeTest, BaselinesOfPersonasNameActionsOfTheCatalog) {
  const std::unique_ptr<Knowledge> knowledge =
      Knowledge::Open(LinkedData(), {}, MemoryFileReader());
  std::size_t with_baseline = 0;
  for (const Persona& persona : knowledge->rules().compiled().personas) {
    if (persona.has_baseline()) ++with_baseline;
    ActionSet allowed(knowledge->catalog().universe_size());
    persona.ForEachAllowed([&](const std::string& action) {
      ActionSet named(knowledge->catalog().universe_size());
      knowledge->catalog().Expand(action, &named);
      EXPECT_TRUE(named.Any()) << persona.id << ": " << action;
      allowed |= named;
    });
    for (const std::string& action : persona.require) {
      const std::optional<ActionId> id = knowledge->catalog().Find(action);
      ASSERT_TRUE(id) << persona.id << ": " << action;
      EXPECT_TRUE(allowed.Test(*id))
          << persona.id << " requires what it does not allow: " << action;
    }
  }
  EXPECT_GE(with_baseline, 24U);
}

// Loaded with and without reading entries, the book is the same.
TEST(KnowledgeTest, EntriesReadLaterAreThoseReadAtOnce) {
  ShippedData data = LinkedData();
  const std::unique_ptr<Knowledge> asleep = Knowledge::Open(data, {}, MemoryFileReader());
  data.sheet = {};
  const std::unique_ptr<Knowledge> whole = Knowledge::Open(data, {}, MemoryFileReader());
  const RuleBook::Compiled& later = asleep->rules().compiled();
  const RuleBook::Compiled& at_once = whole->rules().compiled();
  ASSERT_NE(later.sleeping, nullptr);
  ASSERT_EQ(at_once.sleeping, nullptr);
  EXPECT_TRUE(later.queries.empty());
  asleep->rules().WakeAll();
  EXPECT_THAT(later.sleeping->errors(), IsEmpty());
  EXPECT_EQ(later.queries.size(), at_once.queries.size());
  ASSERT_EQ(later.rules.size(), at_once.rules.size());
  for (std::size_t i = 0; i < later.rules.size(); ++i) {
    const Rule& rule = later.rules[i];
    EXPECT_EQ(rule.id, at_once.rules[i].id);
    EXPECT_EQ(rule.message, at_once.rules[i].message) << rule.id;
    EXPECT_EQ(rule.severity, at_once.rules[i].severity) << rule.id;
    EXPECT_EQ(rule.audience, at_once.rules[i].audience) << rule.id;
    EXPECT_EQ(rule.entry, at_once.rules[i].entry) << rule.id;
    EXPECT_EQ(later.details[i].superseded_by, at_once.details[i].superseded_by) << rule.id;
    EXPECT_EQ(later.details[i].Label(&FrameLabels::primary),
              at_once.details[i].Label(&FrameLabels::primary))
        << rule.id;
    EXPECT_EQ(later.details[i].provides, at_once.details[i].provides) << rule.id;
  }
  for (std::size_t i = 0; i < later.entries.size(); ++i) {
    const CompiledEntry& entry = later.entries[i];
    EXPECT_EQ(entry.rules, at_once.entries[i].rules) << i;
    EXPECT_EQ(entry.kinds, at_once.entries[i].kinds) << i;
    EXPECT_EQ(entry.steps.size(), at_once.entries[i].steps.size()) << i;
    EXPECT_EQ(entry.needs.ToBits(), at_once.entries[i].needs.ToBits()) << i;
    EXPECT_EQ(entry.end_query - entry.first_query,
              at_once.entries[i].end_query - at_once.entries[i].first_query)
        << i;
  }
}

// A changed parameter may change what an entry meets.
TEST(KnowledgeTest, EntriesAreReadAtOnceWhereTheirContentIsChanged) {
  KnowledgeOptions options;
  options.set = {"LW1001.no-such=1"};
  const std::unique_ptr<Knowledge> knowledge =
      Knowledge::Open(LinkedData(), options, MemoryFileReader());
  EXPECT_EQ(knowledge->rules().compiled().sleeping, nullptr);
  EXPECT_FALSE(knowledge->errors().empty());
}

TEST(KnowledgeTest, EveryMistakeOfEveryFileIsToldAtOnce) {
  MemoryFileReader files;
  files.Add("a.yaml", "schema: leastwise/pack/1\npack: a\nversion: 1.0.0\nrulez: []\n");
  KnowledgeOptions options;
  options.packs = {"a.yaml", "missing.yaml"};
  options.catalog = "missing.bin";
  const std::unique_ptr<Knowledge> knowledge = Knowledge::Open(LinkedData(), options, files);
  ASSERT_EQ(knowledge->errors().size(), 2U);
  EXPECT_EQ(knowledge->errors()[0].kind, ErrorKind::kUsage);
  EXPECT_EQ(knowledge->errors()[1].kind, ErrorKind::kPack);
  options.packs = {"a.yaml"};
  options.catalog.clear();
  const std::unique_ptr<Knowledge> broken = Knowledge::Open(LinkedData(), options, files);
  ASSERT_FALSE(broken->errors().empty());
  ASSERT_TRUE(broken->errors()[0].where.has_value());
  EXPECT_EQ(broken->errors()[0].where->path, "a.yaml");
  EXPECT_NE(broken->Source("a.yaml"), nullptr);
  EXPECT_EQ(broken->Source("b.yaml"), nullptr);
}

TEST(ManagedPolicyLibraryTest, DocumentIsParsedOnceAndBearsItsName) {
  const Result<ManagedPolicies> policies = ManagedPolicies::FromBlob(ManagedPoliciesBlob());
  ASSERT_TRUE(policies.has_value());
  ManagedPolicyLibrary library(*policies);
  const Policy* policy = library.Find("arn:aws:iam::aws:policy/AmazonSageMakerFullAccess");
  ASSERT_NE(policy, nullptr);
  EXPECT_TRUE(policy->is_aws_managed);
  EXPECT_EQ(policy->name, "AmazonSageMakerFullAccess");
  EXPECT_GT(policy->statements.size(), 10U);
  EXPECT_EQ(policy->location.file->path(), "aws-managed:AmazonSageMakerFullAccess");
  EXPECT_EQ(library.Find("AmazonSageMakerFullAccess"), policy);
  EXPECT_EQ(library.Find("NoSuchPolicy"), nullptr);
}

TEST(ManagedPolicyLibraryTest, EveryPolicyOfAwsCanBeParsed) {
  const Result<ManagedPolicies> policies = ManagedPolicies::FromBlob(ManagedPoliciesBlob());
  ASSERT_TRUE(policies.has_value());
  ManagedPolicyLibrary library(*policies);
  for (std::size_t i = 0; i < policies->count(); ++i) {
    const Policy* policy = library.Find(policies->policy(i).name);
    ASSERT_NE(policy, nullptr) << policies->policy(i).name;
    EXPECT_FALSE(policy->statements.empty()) << policies->policy(i).name;
  }
}

TEST(PackTestTest, ShippedRulesPassTheirTests) {
  const std::unique_ptr<Knowledge> knowledge =
      Knowledge::Open(LinkedData(), {}, MemoryFileReader());
  ASSERT_THAT(knowledge->errors(), IsEmpty());
  knowledge->LoadProse();
  const auto open = [](const Config& config) {
    KnowledgeOptions options;
    options.config = &config;
    return Knowledge::Open(LinkedData(), options, MemoryFileReader());
  };
  const std::vector<RuleTestResult> results = RunRuleTests(*knowledge, open, 2);
  EXPECT_GE(results.size(), 4 * 25U);
  for (const RuleTestResult& result : results) {
    EXPECT_TRUE(result.passed()) << testing::PrintToString(result.test.ids) << ' '
                                 << result.test.input << '\n'
                                 << testing::PrintToString(result.details);
  }
}

TEST(PackTestTest, KindsAreTheWordsOfRulesAndOfTheCommandLine) {
  EXPECT_EQ(ParsePolicyKind("trust-policy"), PolicyKind::kTrust);
  EXPECT_EQ(ParsePolicyKind("trust"), PolicyKind::kTrust);
  EXPECT_EQ(ParsePolicyKind("scp"), PolicyKind::kServiceControl);
  EXPECT_EQ(ParsePolicyKind(""), std::nullopt);
}

}  // namespace
}  // namespace leastwise
