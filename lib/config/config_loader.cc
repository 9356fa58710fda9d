#include "config/config_loader.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/arena.h"
#include "config/config_file.h"
#include "tree/source_view.h"

namespace leastwise {
namespace {

constexpr std::size_t kMostFiles = 32;

class ConfigLoader {
 public:
  ConfigLoader(const FileReader& files, std::vector<Error>* errors)
      : files_(files), errors_(errors) {}

  Config Load(const std::string& path) {
    Read(path, nullptr);
    return std::move(config_);
  }

 private:
  // What is read before a file belongs to those above it in this chain.
  struct Link {
    std::string path;
    const Link* up = nullptr;
  };

  void Read(const std::string& path, const Link* up) {
    Result<std::unique_ptr<SourceFile>> read = files_.Read(path);
    if (!read) {
      Error error{ErrorKind::kPack, read.error().message, {}, {}};
      if (named_at_.valid()) error.where = PlaceOf(named_at_);
      errors_->push_back(std::move(error));
      return;
    }
    std::unique_ptr<SourceFile> file = *std::move(read);
    const Link link{path, up};
    ReadText(*file, link);
    config_.files.push_back(std::move(file));
  }

  void ReadText(const SourceFile& file, const Link& link) {
    const SourceView view = SourceView::Whole(file);
    Arena arena;
    const Result<Tree> tree = ReadUserYaml(view, arena);
    if (!tree) return errors_->push_back(tree.error());
    std::vector<Error> own;
    for (const Problem& problem : tree->problems) {
      own.push_back({ErrorKind::kPack, problem.detail, PlaceOf(problem.where), {}});
    }
    PackErrors errors(*tree, &own);
    FieldReader fields(errors, *tree->root, "the configuration");
    for (const Node* base : Bases(fields)) ReadBase(*base, errors, link);
    ApplyConfigFile(fields, &config_);
    AppendInOrder(std::move(own), errors_);
  }

  static std::span<const Node* const> Bases(FieldReader& fields) {
    fields.Texts("extends");  // complains of what is no text
    const Member* member = fields.node().FindMember("extends");
    return member == nullptr || member->value->is(NodeKind::kNull) ? std::span<const Node* const>()
                                                                   : ItemsOf(member->value);
  }

  void ReadBase(const Node& node, PackErrors& errors, const Link& link) {
    if (!IsScalar(node) || node.text().empty()) return;
    const std::string text(node.text());
    const std::string joined = text.starts_with('/') ? text : FolderOf(link.path) + text;
    const std::string path = std::filesystem::path(joined).lexically_normal().string();
    for (const Link* above = &link; above != nullptr; above = above->up) {
      if (std::filesystem::path(above->path).lexically_normal().string() != path) continue;
      errors.Add(node, "this file extends itself, by way of " + Quoted(text));
      return;
    }
    if (++read_ > kMostFiles) {
      errors.Add(node, "more than " + std::to_string(kMostFiles) + " files are extended");
      return;
    }
    const Location outer = named_at_;
    named_at_ = errors.tree().Locate(node);
    Read(path, &link);
    named_at_ = outer;
  }

  const FileReader& files_;
  std::vector<Error>* errors_;
  Config config_;
  Location named_at_{};  // what names the file that is being read
  std::size_t read_ = 0;
};

}  // namespace

const SourceFile* Config::Find(std::string_view path) const {
  for (const std::unique_ptr<SourceFile>& file : files) {
    if (file->path() == path) return file.get();
  }
  return nullptr;
}

std::string FolderOf(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? std::string() : std::string(path.substr(0, slash + 1));
}

Config LoadConfig(const std::string& path, const FileReader& files, std::vector<Error>* errors) {
  return ConfigLoader(files, errors).Load(path);
}

}  // namespace leastwise
