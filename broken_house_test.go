package alcove_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// A check that can't fail is worth nothing: each rule is shown a small tree that breaks it, and one that is close
// to breaking it and does not.
func TestABrokenHouseIsNoticed(t *testing.T) {
	long := "package sfu\n\nfunc Long() {\n" + strings.Repeat("\tprintln()\n", longestFunction) + "}\n"
	rules := map[string]func(fs.FS) []string{
		"imports": importFaults, "room": roomFaults, "length": lengthFaults, "names": nameFaults,
		"mentions": func(tree fs.FS) []string { return mentionFaults(tree, []string{"/home/somebody/"}) },
	}
	tests := map[string]struct {
		rule, file, text string
		fine             bool
	}{
		"room may import strings":                    {"imports", "room/a.go", imported("room", "strings"), true},
		"room may not import net":                    {"imports", "room/a.go", imported("room", "net"), false},
		"a test of room may import testing":          {"imports", "room/a_test.go", imported("room", "testing"), true},
		"room may not import what is above it":       {"imports", "room/a.go", imported("room", "alcove/signaling"), false},
		"room may not import a package below it":     {"imports", "room/a.go", imported("room", "alcove/room/host"), false},
		"the host may import the rules":              {"imports", "room/host/a.go", imported("host", "alcove/room"), true},
		"the host may not import the store":          {"imports", "room/host/a.go", imported("host", "alcove/room/store"), false},
		"the sfu may not import the tokens":          {"imports", "sfu/a.go", imported("sfu", "alcove/auth"), false},
		"signaling may not import the sfu":           {"imports", "signaling/a.go", imported("signaling", "alcove/sfu"), false},
		"a package below signaling belongs to it":    {"imports", "signaling/x/a.go", imported("x", "alcove/room/host"), true},
		"the messages know no rules":                 {"imports", "signaling/protocol/a.go", imported("protocol", "alcove/room"), false},
		"the sfu is a home of Pion":                  {"imports", "sfu/a.go", imported("sfu", "github.com/pion/webrtc/v4"), true},
		"signaling is no home of Pion":               {"imports", "signaling/a.go", imported("signaling", "github.com/pion/webrtc/v4"), false},
		"a test may not bring Pion along either":     {"imports", "signaling/a_test.go", imported("signaling", "github.com/pion/webrtc/v4"), false},
		"a test of signaling may use a bot":          {"imports", "signaling/a_test.go", imported("signaling", "alcove/bot"), true},
		"signaling itself may not use a bot":         {"imports", "signaling/a.go", imported("signaling", "alcove/bot"), false},
		"a library with a like name is not the same": {"imports", "sfu/a.go", imported("sfu", "github.com/pionic/webrtc"), false},
		"an unknown library":                         {"imports", "sfu/a.go", imported("sfu", "example.org/fast"), false},
		"a test library in a test":                   {"imports", "sfu/a_test.go", imported("sfu", "go.uber.org/goleak"), true},
		"a test library in the server":               {"imports", "sfu/a.go", imported("sfu", "go.uber.org/goleak"), false},
		"a package without a row":                    {"imports", "newcomer/a.go", "package newcomer\n", false},

		"a duration in room is a value":     {"room", "room/a.go", "package room\nvar d = time.Second\n", true},
		"the time of day in room":           {"room", "room/a.go", "package room\nvar t = time.Now()\n", false},
		"a clock as a value in room":        {"room", "room/a.go", "package room\nvar clock = time.Now\n", false},
		"a goroutine in room":               {"room", "room/a.go", "package room\nfunc f() { go f() }\n", false},
		"a channel in room":                 {"room", "room/a.go", "package room\nvar c chan int\n", false},
		"a logger in room":                  {"room", "room/a.go", "package room\nfunc f() { slog.Info(\"hello\") }\n", false},
		"a value for somebody else's log":   {"room", "room/a.go", "package room\nvar v slog.Value = slog.StringValue(\"\")\n", true},
		"a goroutine in the host is normal": {"room", "room/host/a.go", "package host\nfunc f() { go f() }\n", true},

		"a function that is too long":  {"length", "sfu/a.go", long, false},
		"a test may list many cases":   {"length", "sfu/a_test.go", long, true},
		"a page file that is too long": {"length", "web/src/a.tsx", strings.Repeat("\n", longestFile+1), false},
		"a generated file may be long": {"length", "web/src/a.ts", "// DO NOT EDIT" + strings.Repeat("\n", longestFile+1), true},

		"a directory named common":    {"names", "web/src/common/a.ts", "", false},
		"a directory named commonage": {"names", "web/src/commonage/a.ts", "", true},

		"a path of somebody's machine": {"mentions", "README.md", "see /home/somebody/alcove", false},
		"a file that is not ours":      {"mentions", "web/node_modules/a.js", "/home/somebody/alcove", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			faults := rules[test.rule](fstest.MapFS{test.file: {Data: []byte(test.text)}})
			if fine := len(faults) == 0; fine != test.fine {
				t.Errorf("fine: %v, want %v; faults: %q", fine, test.fine, faults)
			}
		})
	}
}

// imported is a file of package pkg that imports target.
func imported(pkg, target string) string {
	return "package " + pkg + "\n\nimport _ \"" + target + "\"\n"
}
