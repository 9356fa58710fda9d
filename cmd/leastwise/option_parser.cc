#include "option_parser.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>

#include "base/edit_distance.h"
#include "diagnostics.h"

namespace leastwise {
namespace {

constexpr std::size_t kHelpColumn = 28;

// `  -q, --quiet         help`: names and type without CLI11's decorations.
class PlainFormatter : public CLI::Formatter {
 public:
  explicit PlainFormatter(std::string usage) : usage_(std::move(usage)) {
    column_width(kHelpColumn);
  }
  std::string make_usage(const CLI::App*, std::string) const override {
    return "Usage: leastwise " + usage_ + "\n";
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    const std::string type = option->get_type_name();
    return type.empty() ? type : " " + type;
  }
  std::string make_positionals(const CLI::App*) const override { return {}; }
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override {
    std::string text = CLI::Formatter::make_group(std::move(group), is_positional, options);
    while (text.size() > 1 && text[text.size() - 2] == '\n') text.pop_back();
    return text;
  }

 private:
  std::string usage_;
};

}  // namespace

OptionParser::OptionParser(std::string_view description, std::string_view usage)
    : usage_(usage), app_(std::string(description)) {
  app_.formatter(std::make_shared<PlainFormatter>(std::string(usage)));
  app_.set_help_flag();  // added by Parse, so that it stands last
}

void OptionParser::Flag(const std::string& names, bool* value, const std::string& help) {
  app_.add_flag(names, *value, help)->group(heading_);
}

void OptionParser::Count(const std::string& names, unsigned* value, const std::string& help) {
  app_.add_flag_function(
          names, [value](std::int64_t times) { *value = static_cast<unsigned>(times); }, help)
      ->group(heading_);
}

void OptionParser::Value(const std::string& names, std::string* value, const std::string& type,
                         const std::string& help) {
  app_.add_option(names, *value, help)->type_name(type)->group(heading_);
}

void OptionParser::List(const std::string& names, std::vector<std::string>* values,
                        const std::string& type, const std::string& help) {
  app_.add_option(names, *values, help)
      ->type_name(type)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group(heading_);
}

void OptionParser::Many(const std::string& names, std::vector<std::string>* values,
                        const std::string& type, const std::string& help) {
  app_.add_option(names, *values, help)->type_name(type)->allow_extra_args(false)->group(heading_);
}

void OptionParser::Positionals(const std::string& name, std::vector<std::string>* values,
                               const std::string& help) {
  app_.add_option(name, *values, help);
}

void OptionParser::Choices(const std::string& name, std::span<const std::string_view> words) {
  choices_[name].assign(words.begin(), words.end());
}

void OptionParser::Verbs(std::span<const std::string_view> words) {
  verbs_.assign(words.begin(), words.end());
}

CommandModel OptionParser::Describe() const {
  CommandModel model;
  model.description = app_.get_description();
  model.usage = usage_;
  model.verbs = verbs_;
  for (const CLI::Option* option : app_.get_options()) {
    if (!option->nonpositional()) {
      model.positional = option->get_name();
      model.positional_help = option->get_description();
      continue;
    }
    OptionModel one{
        {}, option->get_type_name(), option->get_description(), option->get_group(), {}};
    for (const std::string& name : option->get_snames()) one.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) one.names.push_back("--" + name);
    const auto choices = choices_.find(one.names.back());
    if (choices != choices_.end()) one.choices = choices->second;
    model.options.push_back(std::move(one));
  }
  return model;
}

std::optional<ExitCode> OptionParser::Parse(const CommandCall& call) {
  app_.set_help_flag("-h,--help", "print this help")->group(heading_);
  if (call.model != nullptr) {
    *call.model = Describe();
    return ExitCode::kClean;
  }
  try {
    app_.parse(Arguments(call.words.rbegin(), call.words.rend()));
  } catch (const CLI::CallForHelp&) {
    std::fputs(app_.help().c_str(), stdout);
    return ExitCode::kClean;
  } catch (const CLI::ExtrasError&) {
    return ExplainExtra();
  } catch (const CLI::ParseError& error) {
    std::string message = error.what();
    if (!message.empty() && message.front() != '-') {
      message.front() =
          static_cast<char>(std::tolower(static_cast<unsigned char>(message.front())));
    }
    PrintError({ErrorKind::kUsage, message, {}, "`--help` lists the options"});
    return ExitCode::kUsage;
  }
  return std::nullopt;
}

ExitCode OptionParser::ExplainExtra() const {
  const std::vector<std::string> extras = app_.remaining();
  const std::string word = extras.empty() ? std::string() : extras.front();
  const std::string name = word.substr(0, word.find('='));
  if (name.empty() || name.front() != '-') {
    PrintError({ErrorKind::kUsage, "one word too many: `" + word + "`", {}, {}});
    return ExitCode::kUsage;
  }
  std::vector<std::string> names;
  for (const CLI::Option* option : app_.get_options()) {
    for (const std::string& long_name : option->get_lnames()) names.push_back("--" + long_name);
  }
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string_view nearest = NearestWord(name, candidates);
  PrintError({ErrorKind::kUsage,
              "there is no option `" + name + "`",
              {},
              nearest.empty() ? "`--help` lists the options"
                              : "did you mean `" + std::string(nearest) + "`?"});
  return ExitCode::kUsage;
}

void PrintBadWord(std::string_view option, std::string_view word,
                  std::span<const std::string_view> words) {
  const std::string_view nearest = NearestWord(word, words);
  std::string hint;
  if (!nearest.empty()) {
    hint = "did you mean `" + std::string(nearest) + "`?";
  } else {
    for (const std::string_view choice : words)
      hint.append(hint.empty() ? "" : ", ").append(choice);
    hint = "one of " + hint;
  }
  PrintError({ErrorKind::kUsage,
              std::string(option) + " cannot be `" + std::string(word) + "`",
              {},
              std::move(hint)});
}

std::optional<std::size_t> ParseCount(std::string_view option, std::string_view word,
                                      std::size_t least) {
  std::size_t value = 0;
  const char* const end = word.data() + word.size();
  const auto [stop, failure] = std::from_chars(word.data(), end, value);
  if (failure == std::errc() && stop == end && value >= least) return value;
  PrintError({ErrorKind::kUsage,
              std::string(option) + " cannot be `" + std::string(word) + "`",
              {},
              "a whole number from " + std::to_string(least) + " on"});
  return std::nullopt;
}

}  // namespace leastwise
