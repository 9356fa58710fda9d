#include "engine/finding_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

namespace leastwise {
namespace {

class FindingOrderTest : public testing::Test {
 protected:
  FindingOrderTest() {
    first_.id = "LW1001";
    second_.id = "LW1002";
  }

  void Add(const Rule& rule, const SourceFile* file, std::uint32_t begin,
           std::string message = {}) {
    Finding finding;
    finding.rule = &rule;
    if (file != nullptr) finding.primary.location = {file, {begin, begin + 3}};
    finding.message = std::move(message);
    const FingerprintWords words = {"role", "sid:S", "/Statement", ""};
    finding.fingerprint = Fingerprint(PartsOf(finding, words), 0);
    findings_.push_back(std::move(finding));
    words_.push_back(words);
  }

  // "path:begin rule" of each, in order.
  std::vector<std::string> Order() {
    PutInOrder(words_, &findings_);
    std::vector<std::string> out;
    for (const Finding& finding : findings_) {
      const Location& place = finding.primary.location;
      out.push_back(place.valid() ? place.file->path() + ":" + std::to_string(place.span.begin)
                                  : "-");
      out.back() += " " + finding.rule->id + finding.message;
    }
    return out;
  }

  using Lines = std::vector<std::string>;

  Rule first_;
  Rule second_;
  std::unique_ptr<SourceFile> a_ = SourceFile::FromString("a.json", "abcabcabcabc");
  std::unique_ptr<SourceFile> b_ = SourceFile::FromString("b.json", "abcabcabcabc");
  std::vector<Finding> findings_;
  std::vector<FingerprintWords> words_;
};

TEST_F(FindingOrderTest, IsByPathPlaceRuleAndMessage) {
  Add(first_, b_.get(), 3);
  Add(second_, a_.get(), 6);
  Add(first_, b_.get(), 0);
  Add(second_, a_.get(), 3);
  Add(first_, a_.get(), 6, " y");
  Add(first_, a_.get(), 6, " x");
  Add(first_, nullptr, 0);
  EXPECT_EQ(Order(), (Lines{"- LW1001", "a.json:3 LW1002", "a.json:6 LW1001 x", "a.json:6 LW1001 y",
                            "a.json:6 LW1002", "b.json:0 LW1001", "b.json:3 LW1001"}));
}

TEST_F(FindingOrderTest, EqualOnesOfAFileAreCounted) {
  Add(first_, a_.get(), 3);
  Add(first_, b_.get(), 0);
  Add(first_, a_.get(), 0);
  Add(first_, a_.get(), 6);
  Order();
  const FingerprintWords& words = words_.front();
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(findings_[i].fingerprint, Fingerprint(PartsOf(findings_[i], words), i)) << i;
  }
  EXPECT_EQ(findings_[3].fingerprint, Fingerprint(PartsOf(findings_[3], words), 0));
}

TEST_F(FindingOrderTest, EveryPermutationOfFiveComesOutInOrder) {
  std::vector<std::uint32_t> places = {0, 1, 2, 3, 4};
  do {
    findings_.clear();
    words_.clear();
    for (const std::uint32_t place : places) Add(first_, a_.get(), place);
    EXPECT_EQ(Order(), (Lines{"a.json:0 LW1001", "a.json:1 LW1001", "a.json:2 LW1001",
                              "a.json:3 LW1001", "a.json:4 LW1001"}));
  } while (std::next_permutation(places.begin(), places.end()));
}

TEST_F(FindingOrderTest, NothingIsInOrder) { EXPECT_EQ(Order(), Lines{}); }

}  // namespace
}  // namespace leastwise
