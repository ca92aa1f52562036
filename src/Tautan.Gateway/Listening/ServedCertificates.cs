using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Tautan.Platform.Hosting;

namespace Tautan.Gateway.Listening;

/// <summary>All certificates of the public listener, chosen by the name that a visitor asks for, and read anew while it runs.</summary>
internal sealed partial class ServedCertificates : IDisposable
{
    /// <summary>How often the files are looked at.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly List<CertificateSlot> _slots = [];
    private readonly Lock _looking = new();
    private readonly ILogger<ServedCertificates> _logger;
    private readonly ITimer? _timer;
    private volatile FrozenDictionary<string, ServedCertificate> _byName;

    /// <exception cref="SettingsException">One cannot be served.</exception>
    public ServedCertificates(IList<CertificateOptions> options, TimeProvider time, ILogger<ServedCertificates> logger)
    {
        _logger = logger;
        for (var i = 0; i < options.Count; i++)
            _slots.Add(Open(options[i], i));
        _byName = ByName();
        if (_slots.Count != 0)
            _timer = time.CreateTimer(_ => Refresh(), null, LookEvery, LookEvery);
    }

    /// <summary>In the order of the settings.</summary>
    public IReadOnlyList<CertificateSlot> All => _slots;

    /// <summary>The certificate for a name that a visitor asks for: of this name, then for all names like it, then the first.</summary>
    public ServedCertificate For(string? name)
    {
        var byName = _byName;
        if (name is not { Length: > 0 })
            return _slots[0].Served;
        if (byName.TryGetValue(name, out var exact))
            return exact;
        return name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && byName.TryGetValue("*" + name[dot..], out var wildcard) ? wildcard : _slots[0].Served;
    }

    /// <summary>Looks whether the files have changed. Done every <see cref="LookEvery"/>.</summary>
    public void Refresh()
    {
        lock (_looking)
        {
            var changed = _slots.Where(slot => slot.Refresh()).ToList();
            if (changed.Count == 0)
                return;
            _byName = ByName();
            foreach (var slot in changed)
                Tell(slot);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private static CertificateSlot Open(CertificateOptions options, int index)
    {
        try
        {
            return new CertificateSlot(options);
        }
        catch (Exception exception) when (CertificateSlot.IsUnusable(exception))
        {
            throw SettingsException.Of(
                GatewayOptions.Section,
                $"Certificates:{index}:{nameof(CertificateOptions.Path)}",
                options.Path,
                $"a certificate with its private key, as PEM or PFX ({exception.Message.TrimEnd('.')})");
        }
    }

    // Where two certificates have one name, the first one has it.
    private FrozenDictionary<string, ServedCertificate> ByName() => _slots
        .SelectMany(slot => slot.Served.Names.Select(name => (Name: name, slot.Served)))
        .DistinctBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Served, StringComparer.OrdinalIgnoreCase);

    private void Tell(CertificateSlot slot)
    {
        if (slot.Problem is { } problem)
            LogRefused(_logger, slot.Path, problem);
        else
            LogRead(_logger, slot.Path, string.Join(", ", slot.Served.Names), slot.Served.Ends);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The certificate in {Path} was read anew; it is for {Names} and ends {Ends:u}")]
    private static partial void LogRead(ILogger logger, string path, string names, DateTimeOffset ends);

    [LoggerMessage(Level = LogLevel.Error, Message = "The certificate in {Path} cannot be used, and the one before it is served on: {Problem}")]
    private static partial void LogRefused(ILogger logger, string path, string problem);
}
