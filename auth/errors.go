package auth

import (
	"errors"
	"fmt"
)

// The two answers beside success.
var (
	// ErrRefused is every refusal. All of them read the same.
	ErrRefused = errors.New("refused")
	// ErrUnavailable: the records or an issuer's keys can't be read now, so nobody can say. It wraps the cause.
	ErrUnavailable = errors.New("unavailable")
)

// Why something was refused: for errors.Is and a counter, never for a browser or a text.
var (
	ErrMalformed   = errors.New("malformed")          // not a token of this kind
	ErrForged      = errors.New("forged")             // unknown issuer or key, wrong algorithm or signature
	ErrForeign     = errors.New("another practice's") // an issuer spoke for a group that isn't its own
	ErrExpired     = errors.New("outside its time")   // or not good for this server
	ErrUsed        = errors.New("used before")        // a join token's second use; a ticket of somebody who has left
	ErrUnknownLink = errors.New("unknown link")       // never made, rotated or dropped
	// ErrOtherBrowser: the link of one of the staff, in a browser that isn't the one that used it first.
	ErrOtherBrowser = errors.New("another browser's link")
	ErrNotMember    = errors.New("not a member (more)") // removed, changed since, or never a member
)

// refusal is ErrRefused. Its cause can be asked for with errors.Is and never be read.
type refusal struct{ cause error }

func refuse(cause error) error { return refusal{cause} }

func (refusal) Error() string          { return ErrRefused.Error() }
func (r refusal) Is(target error) bool { return target == ErrRefused || target == r.cause }

// GoString keeps %#v from showing the cause.
func (r refusal) GoString() string { return r.Error() }

// answer says what an error of the records means: an outage, or a refusal for this cause.
func answer(err, cause error) error {
	var outage interface{ Unavailable() bool }
	if errors.As(err, &outage) && outage.Unavailable() {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return refuse(cause)
}
