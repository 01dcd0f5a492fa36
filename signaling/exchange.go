package signaling

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"alcove/auth"
)

const (
	// maxExchange is the longest body of an exchange, in bytes.
	maxExchange = 4 << 10
	// ownTime is how long a browser keeps the secret that staff links are bound to: as long as browsers allow
	// (RFC 6265bis, 5.5). Each use begins it anew.
	ownTime = 400 * 24 * time.Hour
)

// exchange turns a personal link into a join token. Whatever is wrong with it, the refusal is the same to the byte,
// headers included, and so is the way to it: a text that can't be a link is looked for like one.
func (s *Server) exchange(w http.ResponseWriter, r *http.Request) {
	if wait := s.attempt(r); wait > 0 {
		s.later(w, http.StatusTooManyRequests, wait)
		return
	}
	token, own, err := s.Authority.Exchange(r.Context(), linkOf(r), s.ownSecret(r))
	switch {
	case errors.Is(err, auth.ErrRefused):
		s.tally.add(CountExchange, causeOf(err))
		s.refuse(w, http.StatusForbidden)
	case err != nil:
		s.Log.Error("a link could not be exchanged", "err", err)
		s.tally.add(CountExchange, "unavailable")
		s.later(w, http.StatusServiceUnavailable, 2*time.Second)
	default:
		s.tally.add(CountExchange, passed)
		s.giveOwn(w, own)
		s.answer(w, http.StatusOK, struct {
			Token string `json:"token"`
		}{token.Reveal()})
	}
}

// linkOf returns what the request holds for a link, which is nothing in a request that can't be read.
func linkOf(r *http.Request) string {
	var body struct {
		Link string `json:"link"`
	}
	data, err := io.ReadAll(io.LimitReader(r.Body, maxExchange+1))
	if r.Method != http.MethodPost || err != nil || len(data) > maxExchange || json.Unmarshal(data, &body) != nil {
		return ""
	}
	return body.Link
}

// ownCookie is the name of the cookie that tells a browser from others. The prefix makes browsers refuse one that was
// not set by this very host over TLS.
func (s *Server) ownCookie() string {
	if s.Secure {
		return "__Host-alcove"
	}
	return "alcove"
}

func (s *Server) ownSecret(r *http.Request) string {
	if c, err := r.Cookie(s.ownCookie()); err == nil {
		return c.Value
	}
	return ""
}

// giveOwn lets a browser keep the secret that its links are bound to.
func (s *Server) giveOwn(w http.ResponseWriter, own auth.Secret) {
	if own.Reveal() == "" {
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: s.ownCookie(), Value: own.Reveal(), Path: "/", MaxAge: int(ownTime.Seconds()),
		Secure: s.Secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
}

// refuse sends the one neutral refusal. The connection ends with it: a body that was too long to read would end it
// anyway, and nothing is to differ.
func (s *Server) refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Connection", "close")
	s.answer(w, status, struct {
		Phone string `json:"phone"`
	}{s.Contact})
}

// later is a refusal that says when to try again.
func (s *Server) later(w http.ResponseWriter, status int, after time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(int((after+time.Second-1)/time.Second)))
	s.refuse(w, status)
}

func (s *Server) answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		s.Log.Debug("an answer could not be written") // the error names the browser's address
	}
}
