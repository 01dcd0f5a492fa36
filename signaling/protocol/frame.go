// Package protocol is every message on the WebSocket between a browser and Alcove, as Go structs.
//
// A frame is one JSON text message: {"type":"seat.mute","id":7,"data":{"seat":4}}. The structs here are the only
// source: the published JSON Schema and the page's TypeScript types are generated from them. The package knows
// shapes, not rules; docs/protocol.md tells the story around them.
package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// Version is the protocol's version. A browser with another one is asked to reload.
const Version = 1

// Limits of one frame from a browser, in bytes.
const (
	MaxFrame = 64 << 10
	MaxOffer = 256 << 10 // a frame with a session description
)

// Errors of Decode.
var (
	ErrMalformed = errors.New("malformed frame")
	ErrUnknown   = errors.New("unknown message type")
	ErrTooLarge  = errors.New("frame too large")
)

// FromBrowser is a message that a browser may send. The set is sealed.
//
//sumtype:decl
type FromBrowser interface{ fromBrowser() }

// FromServer is a message that the server may send. The set is sealed.
//
//sumtype:decl
type FromServer interface{ fromServer() }

// Envelope is the outside of a frame.
type Envelope struct {
	Type string `json:"type"`
	// ID is chosen by the browser; the server's done or refused carries it back. Zero asks for no answer.
	ID   uint32          `json:"id,omitempty"`
	Data json.RawMessage `json:"data,omitempty"`
}

// Row is one line of the message table.
type Row struct {
	Type string
	Zero any // the message's zero value
}

// Decode reads a frame from a browser. Unknown fields are ignored. On ErrUnknown and on bad data the id is still
// returned, so that the refusal can name it.
func Decode(frame []byte) (id uint32, m FromBrowser, err error) {
	if len(frame) > MaxOffer {
		return 0, nil, ErrTooLarge
	}
	var e Envelope
	if err := json.Unmarshal(frame, &e); err != nil {
		return 0, nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if len(frame) > MaxFrame && e.Type != TypeMediaOffer {
		return e.ID, nil, ErrTooLarge
	}
	t, ok := browserTypes[e.Type]
	if !ok {
		return e.ID, nil, ErrUnknown
	}
	v := reflect.New(t)
	if len(e.Data) > 0 && !bytes.Equal(e.Data, []byte("null")) {
		if err := json.Unmarshal(e.Data, v.Interface()); err != nil {
			return e.ID, nil, fmt.Errorf("%w: %w", ErrMalformed, err)
		}
	}
	return e.ID, v.Elem().Interface().(FromBrowser), nil
}

// Encode makes a frame for a browser.
func Encode(m FromServer) ([]byte, error) { return encode(serverNames, 0, m) }

// EncodeFromBrowser makes a frame for the server, for participants that are written in Go.
func EncodeFromBrowser(id uint32, m FromBrowser) ([]byte, error) { return encode(browserNames, id, m) }

// DecodeFromServer reads a frame that the server sent, for participants that are written in Go.
func DecodeFromServer(frame []byte) (FromServer, error) {
	var e Envelope
	if err := json.Unmarshal(frame, &e); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	t, ok := serverTypes[e.Type]
	if !ok {
		return nil, ErrUnknown
	}
	v := reflect.New(t)
	if len(e.Data) > 0 {
		if err := json.Unmarshal(e.Data, v.Interface()); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
		}
	}
	return v.Elem().Interface().(FromServer), nil
}

func encode(names map[reflect.Type]string, id uint32, m any) ([]byte, error) {
	name, ok := names[reflect.TypeOf(m)]
	if !ok {
		return nil, fmt.Errorf("%w: %T", ErrUnknown, m)
	}
	data, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", name, err)
	}
	return json.Marshal(Envelope{Type: name, ID: id, Data: data})
}
