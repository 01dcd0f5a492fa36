package room

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"unicode/utf8"
)

// MaxPrompt is how long a prompt in one's own words may be, in characters.
const MaxPrompt = 140

// PromptKind is what everybody is asked in a round. Those with a name of their own are read by everybody in their own
// language.
type PromptKind string

// The prompts.
const (
	PromptNone   PromptKind = ""
	PromptArrive PromptKind = "arrive" // how each arrives today
	PromptHelped PromptKind = "helped" // one small thing that helped this week
	PromptHard   PromptKind = "hard"   // what was hard this week
	PromptNeed   PromptKind = "need"   // what each needs from the group today
	PromptKeep   PromptKind = "keep"   // what each takes along from today
	PromptOwn    PromptKind = "own"    // in the asker's own words
)

// PromptKinds lists every prompt there is.
func PromptKinds() []PromptKind {
	return []PromptKind{PromptNone, PromptArrive, PromptHelped, PromptHard, PromptNeed, PromptKeep, PromptOwn}
}

// Prompt is what a round asks. Own words were typed in a room, so they are never saved: after another server has taken
// the room over, the round goes on without them. The zero value asks nothing in particular.
type Prompt struct {
	Kind  PromptKind
	Words string // of PromptOwn only
}

// Format prints a fingerprint of the words whatever the verb.
func (p Prompt) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "%s %s", p.Kind, fingerprint("words", p.Words))
}

// LogValue gives slog the same fingerprint that Format prints.
func (p Prompt) LogValue() slog.Value { return slog.StringValue(fmt.Sprintf("%v", p)) }

// MarshalText refuses, like that of an identifier.
func (p Prompt) MarshalText() ([]byte, error) { return nil, errEncode }

// clean makes a prompt fit to be shown.
func (p Prompt) clean() (Prompt, error) {
	if !slices.Contains(PromptKinds(), p.Kind) || len(p.Words) > 16*MaxPrompt || !utf8.ValidString(p.Words) {
		return Prompt{}, ErrPrompt
	}
	words := Legible(p.Words)
	if (p.Kind == PromptOwn) != (words != "") || utf8.RuneCountInString(words) > MaxPrompt {
		return Prompt{}, ErrPrompt
	}
	return Prompt{p.Kind, strings.TrimSpace(words)}, nil
}

// saved is what another server may know of a prompt.
func (p Prompt) saved() PromptKind {
	if p.Kind == PromptOwn {
		return PromptNone
	}
	return p.Kind
}
