package main

import (
	"bytes"
	"os"
	"testing"
)

func TestThePublishedSchemaIsWhatTheStructsSay(t *testing.T) {
	t.Chdir("..")
	want, err := build()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("%s is stale: run go generate ./signaling/protocol", schemaFile)
	}
}
