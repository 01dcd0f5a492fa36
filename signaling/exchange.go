package signaling

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"alcove/auth"
)

// maxExchange is the longest body of an exchange, in bytes.
const maxExchange = 4 << 10

// exchange turns a personal link into a join token. Whatever is wrong with it, the refusal is the same to the byte.
func (s *Server) exchange(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if !s.attempts.allow(s.clientAddr(r)) {
		w.Header().Set("Retry-After", "5")
		s.refuse(w, http.StatusTooManyRequests)
		return
	}
	var body struct {
		Link string `json:"link"`
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxExchange))
	if err != nil || json.Unmarshal(data, &body) != nil {
		s.refuse(w, http.StatusForbidden)
		return
	}
	token, err := s.Authority.Exchange(r.Context(), body.Link)
	switch {
	case errors.Is(err, auth.ErrRefused):
		s.refuse(w, http.StatusForbidden)
	case err != nil:
		s.Log.Error("a link could not be exchanged", "err", err)
		w.Header().Set("Retry-After", "2")
		s.refuse(w, http.StatusServiceUnavailable)
	default:
		s.answer(w, http.StatusOK, struct {
			Token string `json:"token"`
		}{token.Reveal()})
	}
}

// refuse sends the one neutral refusal.
func (s *Server) refuse(w http.ResponseWriter, status int) {
	s.answer(w, status, struct {
		Phone string `json:"phone"`
	}{s.Contact})
}

func (s *Server) answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		s.Log.Debug("an answer could not be written") // the error names the browser's address
	}
}
