package script_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"testing"
)

// seen is what one person was shown after one step, as web/test/shown.ts says it.
type seen struct {
	Facts   map[string]string `json:"facts"`
	Flashes []string          `json:"flashes"`
}

// shownIn has the page's own reducer read recordings. Without the page's packages there is no answer, and no test.
func shownIn(t *testing.T, recordings ...recording) []map[string][]seen {
	t.Helper()
	in, err := json.Marshal(recordings)
	if err != nil {
		t.Fatal(err)
	}
	reader := exec.CommandContext(t.Context(), "node", "test/shown.mjs")
	reader.Dir = "../../web"
	reader.Stdin = bytes.NewReader(in)
	out, err := reader.Output()
	if err != nil {
		var failed *exec.ExitError
		if errors.As(err, &failed) {
			t.Fatalf("the page's reducer: %v\n%s", err, failed.Stderr)
		}
		t.Fatalf("the page's reducer (make modules brings what it needs): %v", err)
	}
	var shown []map[string][]seen
	if err := json.Unmarshal(out, &shown); err != nil {
		t.Fatal(err)
	}
	for i, rec := range recordings {
		for name, steps := range rec.People {
			if len(shown[i][name]) != len(steps) {
				t.Fatalf("of %s %d steps were read, want %d", name, len(shown[i][name]), len(steps))
			}
		}
	}
	return shown
}
