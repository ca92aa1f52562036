using System.Text.Json;
using System.Text.Json.Serialization;
using Tautan.Links.Creating;
using Tautan.Platform.Web;

namespace Tautan.Links.Bulk;

/// <summary>One link of a bulk, or what is wrong with its JSON: that is its own affair, and not its neighbours'.</summary>
[JsonConverter(typeof(Converter))]
internal sealed record BulkItem(NewLinkRequest? Request, Problem? Problem)
{
    private const string Subject = "The link";

    public sealed class Converter : JsonConverter<BulkItem>
    {
        public override bool HandleNull => true;

        public override BulkItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var start = reader;
            try
            {
                var request = JsonSerializer.Deserialize<NewLinkRequest>(ref reader, options);
                return new BulkItem(request, request is null ? JsonBody.IsNull(Subject) : null);
            }
            catch (JsonException exception)
            {
                // Past the whole item, wherever in it the reading failed; where the text itself is broken, this throws and the bulk is refused.
                reader = start;
                reader.Skip();
                return new BulkItem(null, JsonBody.Describe<NewLinkRequest>(exception, Subject));
            }
        }

        public override void Write(Utf8JsonWriter writer, BulkItem value, JsonSerializerOptions options) =>
            throw new NotSupportedException("A bulk is read and never written.");
    }
}
