// Command schemagen writes schema.json, the published JSON Schema (draft 2020-12) of every message, from the Go
// structs of package protocol and their comments. Run it with go generate in signaling/protocol.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"strconv"

	"github.com/invopop/jsonschema"

	"alcove/signaling/protocol"
)

const (
	schemaFile   = "schema.json"
	protocolPath = "alcove/signaling/protocol"
)

func main() {
	schema, err := build()
	if err == nil {
		err = os.WriteFile(schemaFile, schema, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "schemagen:", err)
		os.Exit(1)
	}
}

// build returns the schema as indented JSON. The working directory must be that of package protocol, because the
// descriptions are read from its source.
func build() ([]byte, error) {
	r := &jsonschema.Reflector{
		Anonymous:                 true,
		AllowAdditionalProperties: true, // unknown fields are ignored
		Mapper:                    words,
	}
	if err := r.AddGoComments(protocolPath, ".", jsonschema.WithFullComment()); err != nil {
		return nil, fmt.Errorf("read comments: %w", err)
	}

	defs := jsonschema.Definitions{
		"Reason": {
			Type:        "string",
			Enum:        anyOf(protocol.Reasons()),
			Description: r.CommentMap[protocolPath+".Reason"],
		},
		"SignalKind": {
			Type:        "string",
			Enum:        anyOf(protocol.SignalKinds()),
			Description: r.CommentMap[protocolPath+".SignalKind"],
		},
		"Code": {Type: "string", Description: r.CommentMap[protocolPath+".Code"]},
	}
	defs["FromBrowser"] = union(r, defs, protocol.BrowserRows(),
		"A frame that a browser may send. Its id comes back in done or refused; without an id no answer is wanted.")
	defs["FromServer"] = union(r, defs, protocol.ServerRows(), "A frame that the server may send.")
	for _, frame := range defs["FromBrowser"].OneOf {
		frame.Properties.Set("id", commandID())
	}
	if p, ok := defs["Hello"].Properties.Get("protocol"); ok {
		p.Enum = []any{protocol.Version} // a page built for another version doesn't compile
	}

	root := &jsonschema.Schema{
		Version:     jsonschema.Version,
		Title:       "Frame",
		Description: "One text message on the WebSocket between a browser and Alcove.",
		OneOf:       []*jsonschema.Schema{ref("FromBrowser"), ref("FromServer")},
		Definitions: defs,
	}
	out := new(bytes.Buffer)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("encode schema: %w", err)
	}
	return out.Bytes(), nil
}

// union returns the discriminated union of rows, and adds the types that it needs to defs.
func union(r *jsonschema.Reflector, defs jsonschema.Definitions, rows []protocol.Row, text string) *jsonschema.Schema {
	u := &jsonschema.Schema{Description: text}
	for _, row := range rows {
		t := reflect.TypeOf(row.Zero)
		for name, def := range r.ReflectFromType(t).Definitions {
			defs[name] = def
		}
		u.OneOf = append(u.OneOf, frame(row.Type, t))
	}
	return u
}

// frame is the envelope around one message. A message without fields may leave its data out.
func frame(name string, t reflect.Type) *jsonschema.Schema {
	props := jsonschema.NewProperties()
	// An enum of one value: generators of types narrow on it, and drop a const silently.
	props.Set("type", &jsonschema.Schema{Type: "string", Enum: []any{name}})
	props.Set("data", ref(t.Name()))
	s := &jsonschema.Schema{Type: "object", Properties: props, Required: []string{"type"}}
	if t.NumField() > 0 {
		s.Required = append(s.Required, "data")
	}
	return s
}

// commandID is the number that a browser may give a frame to have it answered.
func commandID() *jsonschema.Schema {
	return &jsonschema.Schema{
		Type: "integer", Minimum: "1", Maximum: json.Number(strconv.FormatUint(math.MaxUint32, 10)),
	}
}

// words gives the named string types a definition of their own.
func words(t reflect.Type) *jsonschema.Schema {
	switch t {
	case reflect.TypeFor[protocol.Reason]():
		return ref("Reason")
	case reflect.TypeFor[protocol.SignalKind]():
		return ref("SignalKind")
	case reflect.TypeFor[protocol.Code]():
		return ref("Code")
	}
	return nil
}

func ref(name string) *jsonschema.Schema { return &jsonschema.Schema{Ref: "#/$defs/" + name} }

func anyOf[T any](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
