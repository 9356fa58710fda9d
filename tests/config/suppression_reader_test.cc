#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/config_loader.h"

namespace leastwise {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SuppressionReaderTest : public testing::Test {
 protected:
  Config Read(const std::string& entry) {
    MemoryFileReader files;
    files.Add("c.yaml", "version: 1\nsuppressions:\n- {" + entry + "}\n");
    return LoadConfig("c.yaml", files, &errors_);
  }
  std::vector<std::string> Mistakes(const std::string& entry) {
    Read(entry);
    std::vector<std::string> out;
    for (const Error& error : errors_) out.push_back(error.message);
    return out;
  }

  std::vector<Error> errors_;
};

TEST_F(SuppressionReaderTest, EveryKeyIsRead) {
  const Config config = Read(
      "rule: LW1003, path: 'p/*.json', sid: Read, resource: job, fingerprint: "
      "'lw1:00112233445566778899aabbccddeeff', content: 'st1:00112233445566778899aabbccddeeff', "
      "reason: known and accepted, expires: 2027-03-31, ticket: ML-1, owner: ml, at-most: 3");
  ASSERT_THAT(errors_, IsEmpty());
  ASSERT_EQ(config.suppressions.size(), 1U);
  const Suppression& one = config.suppressions[0];
  EXPECT_EQ(one.rule.where.text(), "LW1003");
  EXPECT_EQ(one.path.text, "p/*.json");
  EXPECT_EQ(one.sid->text, "Read");
  EXPECT_EQ(one.resource->text, "job");
  EXPECT_TRUE(one.fingerprint.has_value());
  EXPECT_TRUE(one.content.has_value());
  EXPECT_EQ(one.reason->text, "known and accepted");
  EXPECT_EQ(one.at_most, 3U);
  EXPECT_TRUE(one.EndsBefore(*ParseDate("2027-04-01")));
  EXPECT_FALSE(one.EndsBefore(*ParseDate("2027-03-31")));
}

TEST_F(SuppressionReaderTest, NeverIsWrittenOutAndNeverEnds) {
  const Config config = Read("rule: LW1, path: a, expires: never");
  ASSERT_THAT(errors_, IsEmpty());
  EXPECT_FALSE(config.suppressions[0].EndsBefore(*ParseDate("2999-01-01")));
}

TEST_F(SuppressionReaderTest, WhatNoEntryCanDoWithoutIsDemanded) {
  EXPECT_THAT(Mistakes("sid: a"),
              ElementsAre("suppression lacks `rule`", "suppression lacks `path`"));
}

TEST_F(SuppressionReaderTest, WrongDatesHashesNumbersAndKeysAreRefused) {
  EXPECT_THAT(Mistakes("rule: a, path: b, expires: 2027-02-30, fingerprint: lw1, at-most: 0, "
                       "reasn: x"),
              testing::UnorderedElementsAre(
                  "`2027-02-30` is no day of the calendar", "`lw1` is no value of `fingerprint`",
                  "`at-most` of suppression must be at least 1", HasSubstr("unknown key `reasn`")));
}

}  // namespace
}  // namespace leastwise
