package script_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// step is one moment of the session: what is done, and what comes of it since the step before.
type step struct {
	place   string // file and line, for whoever has to look
	at      time.Duration
	title   string
	acts    []act
	sights  []sight
	private bool // nobody else receives a single frame
}

// act is what one person does. A message goes out on their line; everything else is a direction.
type act struct {
	who  string
	kind string // the message's type, or the direction
	data map[string]any
	wire bool
}

// sight is what some people see after a step. Facts that become none are seen no more.
type sight struct {
	who   string
	like  string // they see what this person is expected to see of the circle
	only  bool   // they see nothing else
	facts []fact
}

// fact is one line of what a person is shown.
type fact struct{ key, value string }

// none is the value of what is not shown.
const none = "none"

var (
	heading   = regexp.MustCompile(`^## (\d+):(\d\d)(?::(\d\d))? (.+)$`)
	wireAct   = regexp.MustCompile(`^    ([A-Z]\w*): ([a-z_.]+)(?: (\{.*\}))?$`)
	direction = regexp.MustCompile(`^    (\w+) ([a-z][a-z ]*)$`)
	likeSight = regexp.MustCompile(`^- (.+) sees? what (\w+) sees$`)
	onlySight = regexp.MustCompile(`^- (.+) sees? only (.+)$`)
	factSight = regexp.MustCompile(`^- ([^:]+): (.+)$`)
)

// readSession reads the chapters, in the order of their names.
func readSession(t *testing.T) []step {
	t.Helper()
	chapters, err := filepath.Glob("[0-9]*.md")
	if err != nil || len(chapters) == 0 {
		t.Fatalf("there is no session to perform: %v", err)
	}
	var steps []step
	for _, chapter := range chapters {
		text, err := os.ReadFile(chapter)
		if err != nil {
			t.Fatal(err)
		}
		if steps, err = parse(steps, chapter, string(text)); err != nil {
			t.Fatal(err)
		}
	}
	return steps
}

// parse appends the steps of a chapter. Headings of the second level begin steps, indented lines are acts, and items
// of lists are sights; all other lines are for readers.
func parse(steps []step, chapter, text string) ([]step, error) {
	for i, line := range strings.Split(text, "\n") {
		place := fmt.Sprintf("%s:%d", chapter, i+1)
		if m := heading.FindStringSubmatch(line); m != nil {
			at, err := time.ParseDuration(m[1] + "h" + m[2] + "m" + m[3] + strings.Repeat("s", min(len(m[3]), 1)))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", place, err)
			}
			if n := len(steps); n > 0 && at < steps[n-1].at {
				return nil, fmt.Errorf("%s: it is earlier than the step before", place)
			}
			steps = append(steps, step{place: place, at: at, title: m[4]})
			continue
		}
		if !strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "- ") && !strings.HasPrefix(line, "##") {
			continue
		}
		if len(steps) == 0 {
			return nil, fmt.Errorf("%s: it belongs to no step", place)
		}
		if err := steps[len(steps)-1].add(line); err != nil {
			return nil, fmt.Errorf("%s: %w: %q", place, err, line)
		}
	}
	return steps, nil
}

var errLine = errors.New("it can't be read")

// add takes in one act or sight.
func (s *step) add(line string) error {
	if line == "- nobody else receives anything" {
		s.private = true
		return nil
	}
	if m := wireAct.FindStringSubmatch(line); m != nil {
		a := act{who: m[1], kind: m[2], wire: true}
		if m[3] != "" {
			if err := json.Unmarshal([]byte(m[3]), &a.data); err != nil {
				return err
			}
		}
		s.acts = append(s.acts, a)
		return nil
	}
	if m := direction.FindStringSubmatch(line); m != nil {
		s.acts = append(s.acts, act{who: m[1], kind: m[2]})
		return nil
	}
	if m := likeSight.FindStringSubmatch(line); m != nil {
		s.sights = append(s.sights, sight{who: m[1], like: m[2]})
		return nil
	}
	m := onlySight.FindStringSubmatch(line)
	only := m != nil
	if !only {
		m = factSight.FindStringSubmatch(line)
	}
	if m == nil {
		return errLine
	}
	seen := sight{who: m[1], only: only}
	for one := range strings.SplitSeq(m[2], " · ") {
		key, value, ok := strings.Cut(one, " = ")
		if !ok {
			return errLine
		}
		seen.facts = append(seen.facts, fact{key, value})
	}
	s.sights = append(s.sights, seen)
	return nil
}
