using System.Text.Json;

namespace Tautan.Commands.Output;

/// <summary>Writes results in the form that whoever reads them wants.</summary>
internal sealed class Printer(Surroundings surroundings, bool json)
{
    public bool IsJson => json;

    /// <summary>Whether a person reads it, and everything must be known before the first row is written.</summary>
    public bool IsTable => !json && surroundings.OutIsTerminal;

    public void Write(Sheet sheet)
    {
        if (IsTable)
            Tables.Write(surroundings, sheet);
        else
            WriteLines(sheet.Rows);
    }

    /// <summary>Names and values: a block for people, <c>name TAB value</c> for programs. Values that are not there are left out.</summary>
    public void Write(IEnumerable<(string Name, Cell Value)> facts)
    {
        var known = facts.Where(f => !string.IsNullOrEmpty(f.Value.Text)).ToList();
        if (IsTable)
            Tables.Write(surroundings, known);
        else
            WriteLines(known.Select(f => (IReadOnlyList<Cell>)[f.Name, f.Value]));
    }

    public void WriteLine(string text) => surroundings.Out.WriteLine(SafeText.Of(text));

    /// <summary>A line for programs: fields separated by tabs.</summary>
    public void WriteFields(params ReadOnlySpan<string?> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
                surroundings.Out.Write('\t');
            surroundings.Out.Write(SafeText.Of(fields[i]));
        }
        surroundings.Out.WriteLine();
    }

    /// <summary>An empty line between two blocks, where a person reads them.</summary>
    public void Gap()
    {
        if (IsTable)
            surroundings.Out.WriteLine();
    }

    public void WriteJson(Action<Utf8JsonWriter> write)
    {
        using var document = StartJson();
        write(document.Writer);
        document.Finish();
    }

    /// <summary>A whole list, in the form in which the server gives its pages.</summary>
    public void WriteItems(IEnumerable<JsonElement> items) => WriteJson(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var item in items)
            item.WriteTo(writer);
        writer.WriteEndArray();
        writer.WriteNull("nextCursor");
        writer.WriteEndObject();
    });

    /// <summary>A document that is written bit by bit.</summary>
    public JsonOutput StartJson() => new(surroundings.Out, indented: surroundings.OutIsTerminal);

    private void WriteLines(IEnumerable<IReadOnlyList<Cell>> rows)
    {
        foreach (var row in rows)
            surroundings.Out.WriteLine(string.Join('\t', row.Select(c => SafeText.Of(c.Text))));
    }
}
