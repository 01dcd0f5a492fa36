package main

import (
	"os"
	"strings"
	"testing"
)

const root = "../.."

func TestTheNoticesNameEveryModuleOfTheServer(t *testing.T) {
	notices := readNotices(t)
	server, err := linkedModules(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, lib := range server {
		if !strings.Contains(notices, "- "+lib.name+" "+lib.version+" (") {
			t.Errorf("%s %s is not in the notices: run make generate", lib.name, lib.version)
		}
	}
}

// Which packages a build of the page takes code from is known only after a build. Without one: whatever the page asks
// for is named, and nothing is named that the lock file doesn't have in that version.
func TestTheNoticesAgreeWithTheLockFile(t *testing.T) {
	page, _, _ := strings.Cut(readNotices(t), "## In the server")
	lock, err := readLock(root + "/web")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for line := range strings.Lines(page) {
		if words := strings.Fields(line); len(words) == 4 && words[0] == "-" && strings.HasPrefix(words[3], "(") {
			named[words[1]+" "+words[2]] = true
		}
	}
	locked := map[string]bool{}
	for folder, p := range lock.Packages {
		locked[nameOfAny(folder)+" "+p.Version] = true
	}
	for one := range named {
		if !locked[one] {
			t.Errorf("%s is named but not in the lock file: run make generate", one)
		}
	}
	for name := range lock.Packages[""].Dependencies {
		if one := name + " " + lock.Packages["node_modules/"+name].Version; !named[one] {
			t.Errorf("%s is not in the notices: run make generate", one)
		}
	}
}

func nameOfAny(folder string) string {
	if folder == "" {
		return ""
	}
	return nameOf(folder)
}

func TestTheFolderOfASourceIsThatOfItsPackage(t *testing.T) {
	tests := map[string]struct{ source, want string }{
		"a package":                 {"../../node_modules/react/index.js", "node_modules/react"},
		"a package with a scope":    {"../../node_modules/@lingui/core/dist/i.mjs", "node_modules/@lingui/core"},
		"a package within another":  {"../../node_modules/a/node_modules/b/c.js", "node_modules/a/node_modules/b"},
		"a source of ours has none": {"../../src/main.tsx", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := folderOf(test.source); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func readNotices(t *testing.T) string {
	t.Helper()
	notices, err := os.ReadFile(root + "/THIRD_PARTY_NOTICES.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(notices)
}

func TestLicencesAreRecognised(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"by the first words of the MIT licence":      {"Permission is hereby granted,\nfree of charge, to any", "MIT"},
		"by the title of the Apache licence":         {"Apache License\n   Version 2.0, January 2004", "Apache-2.0"},
		"three clauses by the one about endorsement": {"Redistributions of source code must retain\nNeither the name of X", "BSD-3-Clause"},
		"two clauses by its absence":                 {"Redistributions of source code must retain", "BSD-2-Clause"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := kindOf(test.text); err != nil || got != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
	if kind, err := kindOf("All rights reserved."); err == nil {
		t.Errorf("a text without a known licence passed as %s", kind)
	}
}
