package render

import (
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/scaffolio/scaffolio/internal/pack"
)

// tickName is the function that compile puts into every loop.
const tickName = "_tick"

// compiled is a parsed template file: its own tree, and those that it defines, by their full names.
type compiled struct {
	file  string
	trees map[string]*parse.Tree
	slots []string // the slots that it declares
}

// compile parses a template and makes sure that it can be stopped: each template and every turn of a loop
// begin with a tick, and no template of the file calls itself. What a file defines is known in that file only.
func compile(file, text string, d pack.Delimiters, known map[string]any) (*compiled, error) {
	trees, err := parse.Parse(file, text, d.Left, d.Right, known)
	if err != nil {
		return nil, explain(file, err)
	}
	c := &compiled{file: file, trees: map[string]*parse.Tree{}}
	calls := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(trees)) {
		tree := trees[name]
		w := &walker{tree: tree, calls: map[string]bool{}}
		w.list(tree.Root)
		tree.Root.Nodes = slices.Insert(tree.Root.Nodes, 0, parse.Node(tick(tree.Root.Pos, 1)))
		if w.err != nil {
			return nil, w.err
		}
		calls[c.fullName(name)] = slices.Collect(maps.Keys(w.calls))
		c.trees[c.fullName(name)] = tree
		c.slots = append(c.slots, w.slots...)
	}
	if name := recursive(calls); name != "" {
		return nil, &TemplateError{File: file, Text: "the template " + strings.TrimPrefix(name, file+defined) + " calls itself"}
	}
	return c, nil
}

// defined stands between a file and the name of a template that it defines.
const defined = "#"

func (c *compiled) fullName(name string) string {
	if name == c.file {
		return name
	}
	return c.file + defined + name
}

// recursive is a template that calls itself, directly or through others, or "".
func recursive(calls map[string][]string) string {
	const open, done = 1, 2
	state := map[string]int{}
	var visit func(string) string
	visit = func(name string) string {
		switch state[name] {
		case open:
			return name
		case done:
			return ""
		}
		state[name] = open
		for _, callee := range calls[name] {
			if found := visit(callee); found != "" {
				return found
			}
		}
		state[name] = done
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if found := visit(name); found != "" {
			return found
		}
	}
	return ""
}

// tick is a node that takes a step and prints nothing.
func tick(at parse.Pos, line int) *parse.ActionNode {
	name := parse.NewIdentifier(tickName).SetPos(at)
	call := &parse.CommandNode{NodeType: parse.NodeCommand, Pos: at, Args: []parse.Node{name}}
	pipe := &parse.PipeNode{NodeType: parse.NodePipe, Pos: at, Line: line, Cmds: []*parse.CommandNode{call}}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pos: at, Line: line, Pipe: pipe}
}

// walker goes through a tree, puts ticks into its loops and notes its slots.
type walker struct {
	tree  *parse.Tree
	calls map[string]bool // the templates that it calls, by their full names
	slots []string
	err   error
}

func (w *walker) refuse(n parse.Node, why string) {
	if w.err == nil {
		place, _ := w.tree.ErrorContext(n)
		w.err = explain(w.tree.ParseName, &placedError{place, why})
	}
}

// placedError looks like an error of the template engine, for explain to take apart.
type placedError struct{ place, text string }

func (e *placedError) Error() string { return "template: " + e.place + ": " + e.text }

func (w *walker) list(l *parse.ListNode) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			w.pipe(n.Pipe)
		case *parse.IfNode:
			w.branch(&n.BranchNode)
		case *parse.WithNode:
			w.branch(&n.BranchNode)
		case *parse.RangeNode:
			w.branch(&n.BranchNode)
			n.List.Nodes = slices.Insert(n.List.Nodes, 0, parse.Node(tick(n.Pos, n.Line)))
		case *parse.TemplateNode:
			if n.Name != w.tree.ParseName {
				n.Name = w.tree.ParseName + defined + n.Name
			}
			w.calls[n.Name] = true
			w.pipe(n.Pipe)
		}
	}
}

func (w *walker) branch(b *parse.BranchNode) {
	w.pipe(b.Pipe)
	w.list(b.List)
	w.list(b.ElseList)
}

func (w *walker) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for _, c := range p.Cmds {
		for _, arg := range c.Args {
			if chain, ok := arg.(*parse.ChainNode); ok {
				arg = chain.Node
			}
			if inner, ok := arg.(*parse.PipeNode); ok {
				w.pipe(inner)
			}
		}
		w.slot(c)
	}
}

// slot notes a call of slot, whose name must stand there as it is: who adds to a slot must be able to find it.
func (w *walker) slot(c *parse.CommandNode) {
	if id, ok := c.Args[0].(*parse.IdentifierNode); !ok || id.Ident != "slot" {
		return
	}
	if len(c.Args) == 2 {
		if s, ok := c.Args[1].(*parse.StringNode); ok && strings.TrimSpace(s.Text) != "" {
			w.slots = append(w.slots, s.Text)
			return
		}
	}
	w.refuse(c, `a slot's name must stand there in quotes: slot "name"`)
}
