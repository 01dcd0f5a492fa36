// Package alcove_test holds the rules of the house: who may import whom, and how large things may grow. Each rule
// is a function of a file tree, so that each is also shown a small tree that breaks it.
package alcove_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// anything, in a row of imports, allows every package of ours.
const anything = "*"

// imports says which packages of ours a package may import. A package without a row may not exist; a row for "a/b"
// also holds for what lies below it. Packages of the same level never know each other: cmd/alcove joins them.
var imports = map[string][]string{
	".":                            {},
	"room":                         {},
	"auth":                         {"room"},
	"sfu":                          {"room"},
	"room/store":                   {"room"},
	"room/host":                    {"room"},
	"program":                      {"room"},
	"signaling/protocol":           {},
	"signaling":                    {"room", "room/host", "auth", "signaling/protocol"},
	"signaling/protocol/schemagen": {"room", "signaling/protocol"},
	"bot":                          {"room", "signaling/protocol"},
	"web":                          {},
	"cmd/alcove":                   {anything},
	"scripts":                      {},
	"deploy":                       {},
	"e2e":                          {anything},
	"e2e/script":                   {anything},
	"bench":                        {anything},
}

// homes says where each outside library lives. A library without a row may not be used.
var homes = map[string][]string{
	"github.com/pion":                     {"sfu", "bot"},
	"github.com/redis/go-redis":           {"room/store"},
	"github.com/go-redis/redis_rate":      {"room/store"},
	"github.com/sony/gobreaker":           {"room/store"},
	"github.com/alicebob/miniredis":       {"room/store"},
	"github.com/coder/websocket":          {"signaling", "bot", "e2e/script"},
	"github.com/golang-jwt/jwt":           {"auth"},
	"github.com/go-jose/go-jose":          {"auth"},
	"github.com/danielgtaylor/huma":       {"signaling", "cmd/alcove"},
	"github.com/peterbourgon/ff":          {"cmd/alcove"},
	"github.com/prometheus/client_golang": {"cmd/alcove"},
	"github.com/invopop/jsonschema":       {"signaling/protocol/schemagen", "signaling/protocol"},
	"github.com/pb33f/ordered-map":        {"signaling/protocol"}, // the schema's own map type
	"golang.org/x/crypto":                 {"auth", "cmd/alcove"},
	"golang.org/x/sys":                    {"sfu", "bot", "cmd/alcove"}, // sockets; the clock that also counts sleep
	"golang.org/x/time":                   {"signaling"},
}

// testLibraries may be imported by any test and by nothing else.
var testLibraries = []string{
	"github.com/google/go-cmp",
	"pgregory.net/rapid",
	"go.uber.org/goleak",
	"github.com/compose-spec/compose-go",
	"github.com/letsencrypt/pebble",
	"github.com/miekg/dns",
	"github.com/moby/buildkit",
	"github.com/prometheus/prometheus", // its parser, for the dashboard and the alerts
	"go.yaml.in/yaml",
}

// driven are the packages whose tests may be driven from outside, by a bot.
var driven = []string{"sfu", "signaling"}

// roomStandard is all of the standard library that the rules may use: values, no world.
var roomStandard = []string{
	"bytes", "cmp", "encoding/json", "errors", "fmt", "hash/maphash", "io", "iter", "log/slog", "maps", "math",
	"math/bits", "slices", "strconv", "strings", "time", "unicode", "unicode/utf8",
}

// roomClock is what of package time the rules may not call: they are told the time.
var roomClock = []string{
	"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer",
}

func TestPackagesImportOnlyWhatTheirRowAllows(t *testing.T) {
	report(t, importFaults(os.DirFS(".")))
}

func TestTheRulesOfARoomTouchNoWorld(t *testing.T) {
	report(t, roomFaults(os.DirFS(".")))
}

// importFaults lists the imports that break the import rule.
func importFaults(tree fs.FS) []string {
	var faults []string
	for name, file := range goFiles(tree) {
		from := path.Dir(name)
		if household(from) == "" {
			faults = append(faults, fmt.Sprintf("%s: package %s has no row in arch_test.go", name, from))
			continue
		}
		for _, spec := range file.Imports {
			target, _ := strconv.Unquote(spec.Path.Value)
			if !mayImport(from, target, strings.HasSuffix(name, "_test.go")) {
				faults = append(faults, fmt.Sprintf("%s: %s may not import %s", name, from, target))
			}
		}
	}
	return faults
}

// mayImport applies the rule to one import of one file.
func mayImport(from, target string, test bool) bool {
	home := household(from)
	ours, isOurs := strings.CutPrefix(target, "alcove/")
	switch {
	case isOurs:
		to, allowed := household(ours), imports[home]
		return to == home || slices.Contains(allowed, to) || slices.Contains(allowed, anything) ||
			test && slices.Contains(driven, home) && to == "bot"
	case standard(target):
		return home != "room" || test || slices.Contains(roomStandard, target)
	case test && slices.ContainsFunc(testLibraries, func(lib string) bool { return within(target, lib) }):
		return true
	}
	for library, places := range homes {
		if within(target, library) && slices.Contains(places, home) {
			return true
		}
	}
	return false
}

// standard says whether a path belongs to the standard library, whose first element has no dot.
func standard(target string) bool {
	first, _, _ := strings.Cut(target, "/")
	return !strings.Contains(first, ".")
}

// household returns the row of imports that holds for a package: the longest that it is or lies below, or "".
func household(pkg string) string {
	longest := ""
	for row := range imports {
		if within(pkg, row) && len(row) > len(longest) {
			longest = row
		}
	}
	return longest
}

// roomFaults lists goroutines, clocks and loggers in package room.
func roomFaults(tree fs.FS) []string {
	var faults []string
	for name, file := range goFiles(tree) {
		if path.Dir(name) != "room" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				faults = append(faults, name+": the rules start no goroutine")
			case *ast.ChanType:
				faults = append(faults, name+": the rules have no channel")
			case *ast.SelectorExpr:
				if word := worldly(n); word != "" {
					faults = append(faults, fmt.Sprintf("%s: the rules may not use %s", name, word))
				}
			}
			return true
		})
	}
	return faults
}

// worldly names the clock or the logger that s reaches for, or "". Of slog the rules may use its values only.
func worldly(s *ast.SelectorExpr) string {
	pkg, ok := s.X.(*ast.Ident)
	switch {
	case !ok:
		return ""
	case pkg.Name == "time" && slices.Contains(roomClock, s.Sel.Name):
	case pkg.Name == "slog" && !strings.HasSuffix(s.Sel.Name, "Value"):
	default:
		return ""
	}
	return pkg.Name + "." + s.Sel.Name
}

// within says whether name is root or lies below it.
func within(name, root string) bool {
	return name == root || strings.HasPrefix(name, root+"/")
}

// goFiles yields every Go file of the tree.
func goFiles(tree fs.FS) func(yield func(string, *ast.File) bool) {
	return func(yield func(string, *ast.File) bool) {
		for name, text := range files(tree) {
			if path.Ext(name) != ".go" {
				continue
			}
			if _, file := parse(name, text); !yield(name, file) {
				return
			}
		}
	}
}

// parse reads one Go file. A file that can't be read can't be judged: that ends the test.
func parse(name string, text []byte) (*token.FileSet, *ast.File) {
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, name, text, parser.SkipObjectResolution)
	if err != nil {
		panic(err)
	}
	return positions, file
}

func report(t *testing.T, faults []string) {
	t.Helper()
	for _, fault := range faults {
		t.Error(fault)
	}
}
