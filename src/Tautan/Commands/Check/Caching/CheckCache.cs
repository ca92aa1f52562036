using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tautan.Commands.Check.Checking;

namespace Tautan.Commands.Check.Caching;

/// <summary>
/// Remembers what was up, so that it is not asked for again so soon. A file of one JSON object a line; the first says for
/// which settings it holds. What cannot be read is as if it were not there.
/// </summary>
internal sealed class CheckCache(CheckSettings settings, TimeProvider time)
{
    private readonly string _path = Path.GetFullPath(settings.CacheFile, settings.WorkingDirectory);
    private readonly Dictionary<string, Entry> _known = new(StringComparer.Ordinal);

    private bool _isLoaded;

    private bool IsOn => settings.MaxAge > TimeSpan.Zero;

    /// <summary>Settles what is known and not too old.</summary>
    public void Apply(CheckPlan plan)
    {
        if (!IsOn) return;
        if (!_isLoaded) Load();
        _isLoaded = true;
        foreach (var item in plan.Web.SelectMany(target => target.Items).Where(item => item.Outcome is null))
        {
            if (_known.TryGetValue(item.Url, out var entry))
                item.Outcome = new CheckOutcome(true, entry.Note, null, null, entry.Status, entry.Ms) { IsCached = true };
        }
    }

    /// <summary>Remembers what is up now; what is not is asked for the next time. Replaces the file whole or not at all.</summary>
    /// <returns>Why it cannot be written: what was found is worth no less for that. Null: it is, or there is none.</returns>
    public string? Save(CheckPlan plan)
    {
        if (!IsOn) return null;
        if (!IsOurs()) return $"'{settings.CacheFile}' is there and is no cache; it is left as it is";
        var now = time.GetUtcNow();
        foreach (var item in plan.Web.SelectMany(target => target.Items).Where(item => item.Outcome is { IsCached: false }))
        {
            if (item.Outcome is { IsUp: true } up) _known[item.Url] = new Entry(item.Url, now, up.Status, up.Note, up.Milliseconds);
            else _known.Remove(item.Url);
        }

        var text = new StringBuilder();
        text.Append(JsonSerializer.Serialize(new Header(Fingerprint()), JsonSerializerOptions.Web)).Append('\n');
        foreach (var entry in _known.Values) text.Append(JsonSerializer.Serialize(entry, JsonSerializerOptions.Web)).Append('\n');
        var written = $"{_path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(written, text.ToString());
            File.Move(written, _path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            try
            {
                File.Delete(written);
            }
            catch (Exception again) when (again is IOException or UnauthorizedAccessException)
            {
                // It is the same that went wrong before.
            }

            return $"the cache '{settings.CacheFile}' cannot be written: {e.Message}";
        }
    }

    // A mistyped name must not cost anybody a file.
    private bool IsOurs()
    {
        try
        {
            return !File.Exists(_path) || (new FileInfo(_path).LinkTarget is null && File.ReadLines(_path).FirstOrDefault("").StartsWith("{\"settings\":", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Load()
    {
        try
        {
            using var lines = File.ReadLines(_path).GetEnumerator();
            if (!lines.MoveNext() || JsonSerializer.Deserialize<Header>(lines.Current, JsonSerializerOptions.Web)?.Settings != Fingerprint()) return;
            var (oldest, now) = (time.GetUtcNow() - settings.MaxAge, time.GetUtcNow());
            while (lines.MoveNext())
            {
                // One from the future was written by a clock that has been set right since.
                if (JsonSerializer.Deserialize<Entry>(lines.Current, JsonSerializerOptions.Web) is { Url: not null } entry && entry.At >= oldest && entry.At <= now) _known[entry.Url] = entry;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            _known.Clear();
        }
    }

    // Who accepts something else, or asks in another way, is told something else.
    private string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"1\n{settings.Accept}\n{settings.IgnoreTlsErrors}\n{settings.PublicOnly}\n{string.Join('\n', settings.Headers.Select(header => $"{header.Key}: {header.Value}"))}"))[..8]);

    private sealed record Header(string? Settings);

    private sealed record Entry(string Url, DateTimeOffset At, int? Status, string? Note, double Ms);
}
