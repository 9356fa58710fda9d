#include "access/glob_minterms.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "access/condition_value.h"
#include "iam/arn.h"
#include "iam/glob.h"

namespace leastwise {
namespace {

// All texts over the letters up to a length, the empty one left out.
std::vector<std::string> Texts(std::string_view letters, std::size_t length) {
  std::vector<std::string> out = {""};
  for (std::size_t begin = 0, round = 0; round < length; ++round) {
    const std::size_t end = out.size();
    for (; begin < end; ++begin) {
      for (const char c : letters) out.push_back(out[begin] + c);
    }
  }
  out.erase(out.begin());
  return out;
}

std::uint64_t SignatureOf(std::span<const GlobAtom> atoms, std::string_view text) {
  std::uint64_t signature = 0;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (Glob(atoms[i].pattern).Matches(text)) signature |= std::uint64_t{1} << i;
  }
  return signature;
}

TEST(GlobMintermsTest, EqualEnumerationOverRandomPatterns) {
  std::mt19937 random(20261121);
  const std::vector<std::string> texts = Texts(std::string("ab") + kFreshByte, 6);
  for (int round = 0; round < 150; ++round) {
    std::vector<std::string> patterns(1 + random() % 4);
    for (std::string& pattern : patterns) {
      for (std::size_t left = 1 + random() % 4; left > 0; --left) pattern += "ab*?"[random() % 4];
    }
    std::vector<GlobAtom> atoms;
    for (const std::string& pattern : patterns) atoms.push_back({pattern, false});
    std::set<std::uint64_t> expected;
    for (const std::string& text : texts) expected.insert(SignatureOf(atoms, text));
    const Minterms minterms = FindMinterms(atoms);
    EXPECT_TRUE(minterms.is_complete);
    std::set<std::uint64_t> found;
    for (const Minterm& minterm : minterms.items) {
      EXPECT_EQ(SignatureOf(atoms, minterm.text), minterm.signature);
      EXPECT_FALSE(minterm.text.empty());
      found.insert(minterm.signature);
    }
    // Nothing that enumeration finds is missed; longer texts may show more.
    for (const std::uint64_t signature : expected) EXPECT_TRUE(found.contains(signature));
  }
}

TEST(GlobMintermsTest, StarsOfAnArnKeepWithinTheirPart) {
  const std::vector<GlobAtom> atoms = {{"arn:aws:*:*:*:*", true}, {"arn:aws:codecommit:*", false}};
  std::set<std::uint64_t> found;
  for (const Minterm& minterm : FindMinterms(atoms).items) {
    found.insert(minterm.signature);
    EXPECT_EQ((minterm.signature & 1U) != 0, ArnPattern(atoms[0].pattern).Matches(minterm.text));
  }
  EXPECT_EQ(found.size(), 4U);
}

TEST(GlobMintermsTest, SearchThatIsCutShortSaysSo) {
  const std::vector<GlobAtom> atoms = {{"*a????????????????", false}};
  EXPECT_FALSE(FindMinterms(atoms, 500).is_complete);
}

}  // namespace
}  // namespace leastwise
