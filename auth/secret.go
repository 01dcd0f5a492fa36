package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"hash/maphash"
	"io"
	"log/slog"
	"strconv"
)

// What may open a door. None of them can be printed; Reveal is for the wire only.
type (
	// Secret is the part of a personal link that makes it one, or what tells one browser from another. The server keeps
	// only its hash.
	Secret struct{ hidden }
	// Token joins a room once.
	Token struct{ hidden }
	// Ticket resumes a visit.
	Ticket struct{ hidden }
)

// A secret has 192 random bits, so many that its plain SHA-256 can't be searched, and every character counts.
const (
	secretBytes  = 24
	secretLength = secretBytes / 3 * 4 // characters of base64url
)

// NewLink makes the secret of a new personal link, and the hash by which it is known.
func NewLink() (Secret, [32]byte) {
	text := randomText(secretBytes)
	return Secret{hide("secret", text)}, hashOf(text)
}

func hashOf(secret string) [32]byte { return sha256.Sum256([]byte(secret)) }

// randomText returns n random bytes as base64url.
func randomText(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// hidden is a text that shows a fingerprint wherever it is printed. The zero value is no text.
type hidden struct{ value *hiddenText }

type hiddenText struct{ kind, text string }

func hide(kind, text string) hidden { return hidden{&hiddenText{kind, text}} }

// Reveal returns the text itself, or "" if there is none.
func (h hidden) Reveal() string {
	if h.value == nil {
		return ""
	}
	return h.value.text
}

// Format prints a fingerprint whatever the verb.
func (h hidden) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, h.fingerprint()) }

// LogValue gives slog the same fingerprint that Format prints.
func (h hidden) LogValue() slog.Value { return slog.StringValue(h.fingerprint()) }

// fingerprintKey makes fingerprints useless outside this process.
var fingerprintKey = maphash.MakeSeed()

func (h hidden) fingerprint() string {
	if h.value == nil {
		return "none"
	}
	return h.value.kind + ":" + strconv.FormatUint(maphash.String(fingerprintKey, h.value.text)>>40, 16)
}
