using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tautan.Commands.Output;

/// <summary>One JSON document on a text writer, in as many portions as it takes.</summary>
internal sealed class JsonOutput : IDisposable
{
    private readonly TextWriter _output;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public JsonOutput(TextWriter output, bool indented)
    {
        _output = output;
        Writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions
        {
            Indented = indented,
            NewLine = "\n",
            // Nothing here ends up in a page; the terminal is guarded by SafeText.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }

    public Utf8JsonWriter Writer { get; }

    /// <summary>Hands on what was written so far. It is called between values, so no character is cut in two.</summary>
    public void Drain()
    {
        Writer.Flush();
        _output.Write(SafeText.OfJson(Encoding.UTF8.GetString(_buffer.WrittenSpan)));
        _buffer.ResetWrittenCount();
    }

    public void Finish()
    {
        Drain();
        _output.WriteLine();
    }

    public void Dispose() => Writer.Dispose();
}
