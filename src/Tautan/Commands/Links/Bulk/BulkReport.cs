using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tautan.Commands.Client;
using Tautan.Commands.Output;

namespace Tautan.Commands.Links.Bulk;

/// <summary>What became of each row, as it becomes known.</summary>
internal sealed class BulkReport : IDisposable
{
    private readonly Printer _printer;
    private readonly string _name;
    private readonly TextWriter? _rejects;
    private readonly JsonOutput? _json;

    /// <param name="printer">Of the command.</param>
    /// <param name="name">What the table is called.</param>
    /// <param name="rejects">Takes the rows of which no link was made; null: nothing does.</param>
    public BulkReport(Printer printer, string name, TextWriter? rejects)
    {
        (_printer, _name, _rejects) = (printer, name, rejects);
        if (!printer.IsJson)
            return;
        _json = printer.StartJson();
        _json.Writer.WriteStartObject();
        _json.Writer.WriteStartArray("items");
    }

    /// <summary>Says what is wrong with a row.</summary>
    public Action<string> Complain { get; set; } = _ => { };

    public long Created { get; private set; }

    /// <summary>That were there already.</summary>
    public long Found { get; private set; }

    public long Failed { get; private set; }

    /// <summary>That could be sent, and were not meant to be.</summary>
    public long Readable { get; private set; }

    public long All => Created + Found + Failed + Readable;

    /// <summary>In words.</summary>
    public string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Readable > 0 ? $"{Readable} can be sent" : $"{Created} created")}{(Found > 0 ? $", {Found} there already" : "")}{(Failed > 0 ? $", {Failed} failed" : "")}");

    /// <summary>A row that could be sent, and is not meant to be.</summary>
    public void AddReadable() => Readable++;

    /// <summary>A row that was not sent.</summary>
    public void Add(BulkRow row)
    {
        _json?.Writer.WriteRawValue(new JsonObject { ["line"] = row.Line, ["status"] = null, ["problem"] = new JsonObject { ["detail"] = row.Error } }.ToJsonString());
        Reject(row, row.Error!);
    }

    /// <summary>A row, and what the server says became of it.</summary>
    public void Add(BulkRow row, JsonElement item)
    {
        if (_json is not null)
            Write(_json.Writer, row, item);
        if (item.Member("link") is not { ValueKind: JsonValueKind.Object } link)
        {
            Reject(row, Refusal.Describe(item.Member("problem") ?? default));
            return;
        }
        var isNew = item.Text("status") is not "200";
        (Created, Found) = isNew ? (Created + 1, Found) : (Created, Found + 1);
        if (!_printer.IsJson && !_printer.IsTable)
            _printer.WriteFields(row.Line.ToString(CultureInfo.InvariantCulture), isNew ? "created" : "found", LinkReading.ShortUrl(link), LinkReading.Id(link));
    }

    /// <summary>Hands on what is known so far.</summary>
    public void Drain() => _json?.Drain();

    public void Finish()
    {
        if (_json is not null)
        {
            _json.Writer.WriteEndArray();
            _json.Writer.WriteNumber("created", Created);
            _json.Writer.WriteNumber("found", Found);
            _json.Writer.WriteNumber("failed", Failed);
            _json.Writer.WriteEndObject();
            _json.Finish();
        }
        if (_printer.IsTable)
            _printer.WriteLine(Summary);
    }

    public void Dispose() => _json?.Dispose();

    private static void Write(Utf8JsonWriter writer, BulkRow row, JsonElement item)
    {
        writer.WriteStartObject();
        writer.WriteNumber("line", row.Line);
        foreach (var name in (string[])["status", "link", "problem"])
        {
            if (item.Member(name) is not { } value)
                continue;
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    private void Reject(BulkRow row, string why)
    {
        Failed++;
        Complain($"{_name}:{row.Line}: {why}");
        _rejects?.WriteLine(row.Raw);
    }
}
