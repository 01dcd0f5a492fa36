package auth

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"time"

	"alcove/room"

	"github.com/golang-jwt/jwt/v5"
)

const (
	maxToken = 8 << 10 // bytes; longer ones are not looked at
	maxKeyID = 64      // bytes
	audience = "alcove"

	// leeway is how far the clocks of two nodes may be apart.
	leeway = 10 * time.Second
)

// kind is one of the two sorts of token. The header's typ and the set of claims keep one from being taken for the
// other (RFC 8725, 3.11 and 3.12).
type kind struct {
	typ    string
	claims []string // each exactly once, and no other
	ttl    time.Duration
}

var (
	headerMembers = []string{"alg", "kid", "typ"} // jku, jwk, x5u, x5c, crit: there is nothing to follow
	joinClaims    = []string{"iss", "aud", "exp", "nbf", "iat", "jti", "sub", "room", "version"}
	resumeClaims  = append(slices.Clone(joinClaims), "visit")
)

// claims is what our tokens say (RFC 7519). It names people and is unprintable for that.
type claims struct {
	Issuer    string           `json:"iss"`
	Audience  string           `json:"aud"`
	ExpiresAt *jwt.NumericDate `json:"exp"`
	NotBefore *jwt.NumericDate `json:"nbf"`
	IssuedAt  *jwt.NumericDate `json:"iat"`
	ID        string           `json:"jti"`
	Person    string           `json:"sub"`
	Group     string           `json:"room"`
	Version   uint64           `json:"version"`         // of the membership: any change ends the token
	Visit     string           `json:"visit,omitempty"` // of a ticket
}

// These let the parser check the claims.
func (c *claims) GetIssuer() (string, error)                   { return c.Issuer, nil }
func (c *claims) GetSubject() (string, error)                  { return c.Person, nil }
func (c *claims) GetAudience() (jwt.ClaimStrings, error)       { return jwt.ClaimStrings{c.Audience}, nil }
func (c *claims) GetExpirationTime() (*jwt.NumericDate, error) { return c.ExpiresAt, nil }
func (c *claims) GetNotBefore() (*jwt.NumericDate, error)      { return c.NotBefore, nil }
func (c *claims) GetIssuedAt() (*jwt.NumericDate, error)       { return c.IssuedAt, nil }

// Format prints nothing of the claims.
func (c claims) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "claims") }

// LogValue gives slog what Format prints.
func (c claims) LogValue() slog.Value { return slog.StringValue("claims") }

// sign makes a token of a kind for a membership, good from now on. Only a ticket names a visit.
func (a *Authority) sign(k kind, m room.Membership, v room.VisitID) (string, error) {
	now := a.now().Truncate(time.Second) // as exact as a token is
	c := claims{Group: string(m.Group), Person: string(m.Person), Version: m.Version, Visit: string(v)}
	c.Issuer, c.Audience, c.ID = a.issuer, audience, randomText(secretBytes)
	c.IssuedAt, c.NotBefore = jwt.NewNumericDate(now), jwt.NewNumericDate(now)
	c.ExpiresAt = jwt.NewNumericDate(now.Add(k.ttl))
	by := a.keys.newest
	token := jwt.NewWithClaims(by.method, &c)
	token.Header = map[string]any{"alg": by.method.Alg(), "kid": by.id, "typ": k.typ}
	text, err := token.SignedString(by.private)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return text, nil
}

// verify returns what a token of a kind says, once its form, its key, its signature and its time are all good.
// Nothing that a token carries is followed, and no key is ever taken from one.
func (a *Authority) verify(k kind, text string) (*claims, error) {
	header, err := shape(k, text)
	if err != nil {
		return nil, refuse(ErrMalformed)
	}
	by, ok := a.keys.byID[header.KeyID]
	if !ok || header.Algorithm != by.method.Alg() {
		return nil, refuse(ErrForged)
	}
	c := &claims{}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{by.method.Alg()}),
		jwt.WithStrictDecoding(),
		jwt.WithExpirationRequired(), jwt.WithNotBeforeRequired(), jwt.WithIssuedAt(),
		jwt.WithIssuer(a.issuer), jwt.WithAudience(audience),
		jwt.WithLeeway(leeway), jwt.WithTimeFunc(a.now),
	)
	_, err = parser.ParseWithClaims(text, c, func(*jwt.Token) (any, error) { return by.public, nil })
	switch {
	case errors.Is(err, jwt.ErrTokenInvalidClaims):
		return nil, refuse(ErrExpired)
	case errors.Is(err, jwt.ErrTokenMalformed):
		return nil, refuse(ErrMalformed)
	case err != nil:
		return nil, refuse(ErrForged)
	case c.ExpiresAt.Sub(c.IssuedAt.Time) > k.ttl: // longer than anybody may ask for
		return nil, refuse(ErrExpired)
	case c.ID == "" || c.Person == "" || c.Group == "" || c.Version == 0:
		return nil, refuse(ErrMalformed)
	}
	return c, nil
}

// header is what a token's first part says.
type header struct {
	Algorithm string `json:"alg"`
	KeyID     string `json:"kid"`
	Type      string `json:"typ"`
}

// shape reads a token's header and makes sure that the token has the form of its kind, before any cryptography.
func shape(k kind, text string) (header, error) {
	if len(text) > maxToken || strings.Count(text, ".") != 2 {
		return header{}, ErrMalformed
	}
	parts := strings.Split(text, ".")
	head, err := object(parts[0], headerMembers)
	if err != nil {
		return header{}, err
	}
	if _, err := object(parts[1], k.claims); err != nil {
		return header{}, err
	}
	var h header
	if err := json.Unmarshal(head, &h); err != nil {
		return header{}, ErrMalformed
	}
	if h.Type != k.typ || h.KeyID == "" || len(h.KeyID) > maxKeyID || strings.ContainsAny(parts[2], "\r\n") {
		return header{}, ErrMalformed
	}
	return h, nil
}

// object decodes a token's part, which must be a flat JSON object with exactly these members, each once. A parser
// would take the last of two, and take "SUB" for "sub".
func object(part string, members []string) ([]byte, error) {
	if strings.ContainsAny(part, "\r\n") { // the decoder passes over them
		return nil, ErrMalformed
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(part)
	if err != nil {
		return nil, ErrMalformed
	}
	d := json.NewDecoder(bytes.NewReader(text))
	if begin, err := d.Token(); err != nil || begin != json.Delim('{') {
		return nil, ErrMalformed
	}
	seen := make(map[string]bool, len(members))
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, ErrMalformed
		}
		member, _ := name.(string)
		if seen[member] || !slices.Contains(members, member) || !scalar(d) {
			return nil, ErrMalformed
		}
		seen[member] = true
	}
	if _, err := d.Token(); err != nil || len(seen) != len(members) {
		return nil, ErrMalformed
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, ErrMalformed
	}
	return text, nil
}

// scalar says whether the next value is a string or a number, and passes over it.
func scalar(d *json.Decoder) bool {
	value, err := d.Token()
	if err != nil {
		return false
	}
	switch value.(type) {
	case string, float64:
		return true
	}
	return false
}
