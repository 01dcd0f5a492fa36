package script_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// sent lists the steps in which a message is sent.
func sent(steps []step, kind string) []step {
	return slices.DeleteFunc(slices.Clone(steps), func(s step) bool {
		return !slices.ContainsFunc(s.acts, func(a act) bool { return a.wire && a.kind == kind })
	})
}

// wantEveryChoice looks for words of the protocol, such as a mode of the floor, that nobody in the session chooses. A
// word of several messages counts for all of them.
func wantEveryChoice(t *testing.T, steps []step) {
	chosen := map[string]bool{}
	for _, s := range steps {
		for _, a := range s.acts {
			note(chosen, a.data)
		}
	}
	offered := choices(t)
	if len(offered) < 5 {
		t.Fatalf("the schema has the choices %v: the test looks for the wrong thing", offered)
	}
	for _, choice := range offered {
		if !chosen[choice] {
			t.Errorf("nobody ever chooses %s: it needs a step in the script", choice)
		}
	}
}

// note remembers the words in a message's data, each as "field word".
func note(chosen map[string]bool, data map[string]any) {
	for field, value := range data {
		switch value := value.(type) {
		case string:
			chosen[field+" "+value] = true
		case map[string]any:
			note(chosen, value)
		}
	}
}

// node is a part of the schema.
type node struct {
	Ref        string           `json:"$ref"`
	Enum       []any            `json:"enum"`
	Properties map[string]*node `json:"properties"`
	Items      *node            `json:"items"`
	OneOf      []*node          `json:"oneOf"`
}

// choices lists the words of everything that a browser may send, each as "field word". No word at all is none of them.
func choices(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../../signaling/protocol/schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs map[string]*node `json:"$defs"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	var list []string
	var visit func(field string, n *node)
	visit = func(field string, n *node) {
		if n == nil {
			return
		}
		if n.Ref != "" {
			n = schema.Defs[strings.TrimPrefix(n.Ref, "#/$defs/")]
		}
		for _, value := range n.Enum {
			if word, ok := value.(string); ok && word != "" {
				list = append(list, field+" "+word)
			}
		}
		for name, property := range n.Properties {
			visit(name, property)
		}
		visit(field, n.Items)
	}
	for _, message := range schema.Defs["FromBrowser"].OneOf {
		visit("", message.Properties["data"])
	}
	slices.Sort(list)
	return slices.Compact(list)
}
