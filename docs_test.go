package alcove_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var (
	quoted  = regexp.MustCompile("`([^`\n]+)`")
	linked  = regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)
	aPath   = regexp.MustCompile(`^[a-z][\w-]*(/[\w.-]+)+/?$`)
	aMember = regexp.MustCompile(`^([A-Za-z]\w*)\.([A-Za-z]\w*)$`)
)

func TestDocumentsNameOnlyWhatExists(t *testing.T) {
	report(t, documentFaults(os.DirFS(".")))
}

func TestMissingFilesAndFunctionsInDocumentsAreFound(t *testing.T) {
	tree := fstest.MapFS{
		"docs/a.md": {Data: []byte(
			"[gone](b.md) [here](../room/room.go) `room/gone.go` `room/room.go` `Room.gone` `Room.raise` `1.5`")},
		"room/room.go": {Data: []byte("package room\n\nfunc (r *Room) raise() {}\n")},
	}
	found := strings.Join(documentFaults(tree), "\n")
	for _, want := range []string{"b.md", "room/gone.go", "Room.gone"} {
		if !strings.Contains(found, want) {
			t.Errorf("%s was not found missing in:\n%s", want, found)
		}
	}
	if n := len(documentFaults(tree)); n != 3 {
		t.Errorf("%d faults, want 3:\n%s", n, found)
	}
}

// documentFaults lists links, paths and methods in the documents that lead nowhere.
func documentFaults(tree fs.FS) []string {
	sources := map[string]string{}
	var documents, faults []string
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(skipped, d.Name()):
			return fs.SkipDir
		case path.Ext(name) == ".md" && name != "THIRD_PARTY_NOTICES.md":
			documents = append(documents, name)
		case slices.Contains([]string{".go", ".ts", ".tsx"}, path.Ext(name)):
			text, err := fs.ReadFile(tree, name)
			sources[name] = string(text)
			return err
		}
		return nil
	})
	if err != nil {
		return []string{err.Error()}
	}
	for _, name := range documents {
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return append(faults, err.Error())
		}
		for _, m := range linked.FindAllStringSubmatch(string(text), -1) {
			if !exists(tree, path.Join(path.Dir(name), m[1])) {
				faults = append(faults, name+": no file "+m[1])
			}
		}
		for _, m := range quoted.FindAllStringSubmatch(string(text), -1) {
			if fault := missing(tree, sources, m[1]); fault != "" {
				faults = append(faults, name+": "+fault)
			}
		}
	}
	return faults
}

// missing says what is wrong with a word in backquotes that looks like a path or a method, or "".
func missing(tree fs.FS, sources map[string]string, word string) string {
	if m := aMember.FindStringSubmatch(word); m != nil {
		if exists(tree, word) || path.Ext(word) == ".md" || path.Ext(word) == ".go" {
			return ""
		}
		for _, text := range sources {
			if strings.Contains(text, m[1]) && regexp.MustCompile(`\b`+m[2]+`\b`).MatchString(text) {
				return ""
			}
		}
		return "no " + word + " in any source"
	}
	first, _, _ := strings.Cut(word, "/")
	if aPath.MatchString(word) && exists(tree, first) && !exists(tree, filepath.Clean(word)) {
		return "no file " + word
	}
	return ""
}

func exists(tree fs.FS, name string) bool {
	_, err := fs.Stat(tree, strings.TrimSuffix(name, "/"))
	return err == nil
}
