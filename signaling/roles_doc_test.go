package signaling

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// rolesDoc is docs/roles.md as it was read: every table of it, by the heading above it.
type rolesDoc struct {
	t      *testing.T
	tables map[string][]table
}

// table is one table of the document: its columns, and the cells of its rows by column.
type table struct {
	columns []string
	rows    []map[string]string
}

func readRoles(t *testing.T) rolesDoc {
	t.Helper()
	text, err := os.ReadFile("../docs/roles.md")
	if err != nil {
		t.Fatal(err)
	}
	return parseRoles(t, string(text))
}

func parseRoles(t *testing.T, text string) rolesDoc {
	t.Helper()
	doc := rolesDoc{t: t, tables: map[string][]table{}}
	heading, inTable := "", false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if title := strings.TrimLeft(line, "#"); title != line {
			heading = strings.TrimSpace(title)
		}
		isRow := strings.HasPrefix(line, "|")
		if isRow && strings.Trim(line, "|-") == "" {
			continue
		}
		if !isRow {
			inTable = false
			continue
		}
		cells := cellsOf(line)
		if !inTable {
			doc.tables[heading] = append(doc.tables[heading], table{columns: cells})
			inTable = true
			continue
		}
		last := &doc.tables[heading][len(doc.tables[heading])-1]
		if len(cells) != len(last.columns) {
			t.Fatalf("%s: a row of %d cells under %d columns: %s", heading, len(cells), len(last.columns), line)
		}
		row := map[string]string{}
		for i, cell := range cells {
			row[last.columns[i]] = cell
		}
		last.rows = append(last.rows, row)
	}
	return doc
}

func cellsOf(line string) []string {
	cells := strings.Split(strings.Trim(line, "|"), "|")
	for i, cell := range cells {
		cells[i] = strings.Trim(strings.TrimSpace(cell), "`")
	}
	return cells
}

// under returns the one table that stands under a heading; nth counts from 0 where there are several.
func (d rolesDoc) under(heading string, nth int) table {
	d.t.Helper()
	if len(d.tables[heading]) <= nth {
		d.t.Fatalf("docs/roles.md has no table %d under %q", nth+1, heading)
	}
	return d.tables[heading][nth]
}

// messages lists the rows of every table of messages that has a column for each role.
func (d rolesDoc) messages() []map[string]string {
	d.t.Helper()
	var all []map[string]string
	for heading, tables := range d.tables {
		for _, one := range tables {
			if one.columns[0] != "message" || heading == lineMessages {
				continue
			}
			if !slices.Equal(one.columns[2:], columns) {
				d.t.Errorf("%s: the columns are %q, want %q", heading, one.columns[2:], columns)
			}
			all = append(all, one.rows...)
		}
	}
	return all
}

// words reads a table of words: what each word comes to in each state.
func (d rolesDoc) words(heading string, nth int) map[string]map[string]string {
	d.t.Helper()
	list := d.under(heading, nth)
	if !slices.Equal(list.columns[1:], stateNames()) {
		d.t.Errorf("%s: the states are %q, want %q", heading, list.columns[1:], stateNames())
	}
	words := map[string]map[string]string{}
	for _, row := range list.rows {
		if words[row["word"]] != nil {
			d.t.Errorf("%s: the word %q stands there twice", heading, row["word"])
		}
		words[row["word"]] = row
	}
	return words
}
