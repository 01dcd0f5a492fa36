package room

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode/utf8"
)

// Text is what somebody has typed for others to read. It lives in memory only: no snapshot holds one but a
// session's objective, and it refuses to
// print itself; Reveal is for the wire. The zero value is no text.
type Text struct{ text *string }

// TextOf wraps text as it is.
func TextOf(text string) Text {
	if text == "" {
		return Text{}
	}
	return Text{&text}
}

// Reveal returns the text itself, or "" if there is none.
func (t Text) Reveal() string {
	if t.text == nil {
		return ""
	}
	return *t.text
}

// Format prints a fingerprint whatever the verb.
func (t Text) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, fingerprint("text", t.Reveal())) }

// LogValue gives slog the same fingerprint that Format prints.
func (t Text) LogValue() slog.Value { return slog.StringValue(fingerprint("text", t.Reveal())) }

// MarshalText refuses, like that of an identifier.
func (t Text) MarshalText() ([]byte, error) { return nil, errEncode }

// clean makes typed text fit to be shown, like a name: what can't be seen is taken out and white space is folded. It is
// ErrText if more than most characters are left.
func (t Text) clean(most int) (Text, error) {
	plain := t.Reveal()
	if len(plain) > 16*most || !utf8.ValidString(plain) {
		return Text{}, ErrText
	}
	plain = Legible(plain)
	if utf8.RuneCountInString(plain) > most {
		return Text{}, ErrText
	}
	return TextOf(plain), nil
}

// domains are endings by which a word without a scheme is still an address. Others are missed, which costs nothing: no
// page makes a link of what a client wrote. Rather one too few than "I'm late.sorry" refused.
var domains = []string{
	"com", "org", "net", "edu", "gov", "info", "biz", "app", "dev", "link", "site", "online", "xyz", "tv", "gg", "ly",
	"co", "io", "us", "uk", "ca", "mx", "es", "de", "fr",
}

// hasLink says whether a text leads anywhere: by a scheme, by "www.", or by a name such as "example.com".
func (t Text) hasLink() bool {
	for word := range strings.FieldsSeq(strings.ToLower(t.Reveal())) {
		word = strings.Trim(word, `.,;:!?"'()[]<>{}`)
		if strings.Contains(word, "://") || strings.HasPrefix(word, "www.") || strings.HasPrefix(word, "mailto:") {
			return true
		}
		host, path, isPath := strings.Cut(word, "/")
		host, _, _ = strings.Cut(host, ":")
		dot := strings.LastIndexByte(host, '.')
		if dot < 1 || strings.HasSuffix(host[:dot], ".") {
			continue
		}
		ending := host[dot+1:]
		for _, known := range domains {
			if ending == known {
				return true
			}
		}
		if isPath && path != "" && len(ending) > 1 && strings.Trim(ending, "abcdefghijklmnopqrstuvwxyz") == "" {
			return true
		}
	}
	return false
}
