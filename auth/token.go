package auth

import (
	"bytes"
	"context"
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
	maxName  = 128     // bytes of what a portal calls a person or a group

	audience = "alcove" // of what we sign for ourselves

	// leeway is how far the clocks of two nodes may be apart.
	leeway = 10 * time.Second
)

// kind is one of the three sorts of token. The header's typ and the set of claims keep one from being taken for
// another (RFC 8725, 3.11 and 3.12).
type kind struct {
	typ      string
	claims   []string // each exactly once, and no other but
	optional string   // this one, at most once
	audience string
	ttl      time.Duration // the longest

	// key finds the key that an issuer's token names, or says why there is none.
	key func(ctx context.Context, issuer, id string) (verifier, error)
}

var (
	headerMembers = []string{"alg", "kid", "typ"} // jku, jwk, x5u, x5c, crit: there is nothing to follow
	joinClaims    = []string{"iss", "aud", "exp", "nbf", "iat", "jti", "sub", "room", "version"}
	portalClaims  = []string{"iss", "aud", "exp", "iat", "jti", "sub", "room"}
	resumeClaims  = append(slices.Clone(joinClaims), "visit", "auth_time")
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
	Version   uint64           `json:"version"`             // of the membership: any change ends the token
	Visit     string           `json:"visit,omitempty"`     // of a ticket
	Begun     *jwt.NumericDate `json:"auth_time,omitempty"` // when the first ticket of the visit was made
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

// claimsOf says what every token of a member says.
func claimsOf(m room.Membership) claims {
	return claims{Group: string(m.Group), Person: string(m.Person), Version: m.Version}
}

// sign makes a token of a kind, good from now on. The time of a ticket is counted from the first of its visit.
func (a *Authority) sign(k kind, c claims) (string, error) {
	now := jwt.NewNumericDate(a.now().Truncate(time.Second)) // as exact as a token is
	c.Issuer, c.Audience, c.ID = a.issuer, k.audience, randomText(secretBytes)
	c.IssuedAt, c.NotBefore = now, now
	begun := now
	if c.Begun != nil {
		begun = c.Begun
	}
	c.ExpiresAt = jwt.NewNumericDate(begun.Add(k.ttl))
	by := a.keys.newest
	token := jwt.NewWithClaims(by.method, &c)
	token.Header = map[string]any{"alg": by.method.Alg(), "kid": by.id, "typ": k.typ}
	text, err := token.SignedString(by.private)
	if err != nil {
		return "", fmt.Errorf("sign: %w", err)
	}
	return text, nil
}

// verify returns what a token of one of these kinds says, once its form, its key, its signature and its time are
// all good. Nothing that a token carries is followed, and no key is ever taken from one.
func (a *Authority) verify(ctx context.Context, text string, kinds ...kind) (kind, *claims, error) {
	k, said, err := shape(text, kinds)
	if err != nil {
		return k, nil, refuse(ErrMalformed)
	}
	by, err := k.key(ctx, said.claimed.Issuer, said.KeyID)
	if err != nil {
		return k, nil, err
	}
	if said.Algorithm != by.method.Alg() {
		return k, nil, refuse(ErrForged)
	}
	c := &claims{}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{by.method.Alg()}),
		jwt.WithStrictDecoding(),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithIssuer(said.claimed.Issuer), jwt.WithAudience(k.audience),
		jwt.WithLeeway(leeway), jwt.WithTimeFunc(a.now),
	)
	_, err = parser.ParseWithClaims(text, c, func(*jwt.Token) (any, error) { return by.public, nil })
	switch {
	case errors.Is(err, jwt.ErrTokenInvalidClaims):
		return k, nil, refuse(ErrExpired)
	case errors.Is(err, jwt.ErrTokenMalformed):
		return k, nil, refuse(ErrMalformed)
	case err != nil:
		return k, nil, refuse(ErrForged)
	case c.overlong(k.ttl):
		return k, nil, refuse(ErrExpired)
	case !c.complete(k):
		return k, nil, refuse(ErrMalformed)
	}
	return k, c, nil
}

// overlong says whether the token would be good for longer than anybody may ask for.
func (c *claims) overlong(ttl time.Duration) bool {
	begun := c.IssuedAt.Time
	if c.Begun != nil && c.Begun.Before(begun) {
		begun = c.Begun.Time
	}
	return c.ExpiresAt.Sub(begun) > ttl
}

// complete says whether the token has something to say in each of its claims, and not too much.
func (c *claims) complete(k kind) bool {
	for _, name := range []string{c.ID, c.Person, c.Group} {
		if name == "" || len(name) > maxName {
			return false
		}
	}
	versioned := slices.Contains(k.claims, "version")
	return versioned == (c.Version > 0)
}

// said is what of a token is read before its key is known: its header and who claims to have signed it.
type said struct {
	Algorithm string `json:"alg"`
	KeyID     string `json:"kid"`
	Type      string `json:"typ"`
	claimed   struct {
		Issuer string `json:"iss"`
	}
}

// shape finds a token's kind and makes sure that the token has the form of it, before any cryptography.
func shape(text string, kinds []kind) (kind, said, error) {
	if len(text) > maxToken || strings.Count(text, ".") != 2 {
		return kind{}, said{}, ErrMalformed
	}
	parts := strings.Split(text, ".")
	head, err := object(parts[0], headerMembers, "")
	if err != nil || strings.ContainsAny(parts[2], "\r\n") {
		return kind{}, said{}, ErrMalformed
	}
	var s said
	if err := json.Unmarshal(head, &s); err != nil || s.KeyID == "" || len(s.KeyID) > maxKeyID {
		return kind{}, said{}, ErrMalformed
	}
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.typ == s.Type })
	if i < 0 {
		return kind{}, said{}, ErrMalformed
	}
	body, err := object(parts[1], kinds[i].claims, kinds[i].optional)
	if err != nil || json.Unmarshal(body, &s.claimed) != nil {
		return kind{}, said{}, ErrMalformed
	}
	return kinds[i], s, nil
}

// object decodes a token's part, which must be a flat JSON object with exactly these members and perhaps the
// optional one, each once. A parser would take the last of two, and take "SUB" for "sub".
func object(part string, members []string, optional string) ([]byte, error) {
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
		known := slices.Contains(members, member) || optional != "" && member == optional
		if seen[member] || !known || !scalar(d) {
			return nil, ErrMalformed
		}
		seen[member] = true
	}
	delete(seen, optional)
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
