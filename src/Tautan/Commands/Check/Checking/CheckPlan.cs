using Tautan.Commands.Check.Addresses;
using Tautan.Commands.Check.Inputs;

namespace Tautan.Commands.Check.Checking;

/// <summary>All that is to be checked, each thing once.</summary>
internal sealed class CheckPlan(CheckSettings settings)
{
    private readonly Dictionary<string, CheckItem> _items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WebTarget> _web = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CheckItem>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlySet<string>?> _anchors = new(StringComparer.Ordinal);
    private readonly AddressReader _addresses = new(settings);

    /// <summary>In the order in which they were first seen.</summary>
    public IReadOnlyCollection<CheckItem> Items => _items.Values;

    /// <summary>What is asked for.</summary>
    public IReadOnlyCollection<WebTarget> Web => _web.Values;

    /// <summary>By absolute path.</summary>
    public IReadOnlyDictionary<string, List<CheckItem>> Files => _files;

    /// <summary>Of the files that were read as documents, by absolute path; null where they cannot be known.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>?> Anchors => _anchors;

    /// <summary>Links of other schemes, to names that are nobody's, or (offline) to the web.</summary>
    public int Skipped { get; private set; }

    /// <summary>Links that the user does not want to be checked.</summary>
    public int Excluded { get; private set; }

    public int Documents { get; private set; }

    public void Add(InputDocument document)
    {
        Documents++;
        if (document.Place.Path is { } path) _anchors[path] = document.Document.Anchors;
        foreach (var found in document.Document.Links)
        {
            if (_addresses.Read(found.Target, document.Place, document.Document.Base) is { } address)
                Add(address, new CheckSource(document.Place.Name, found.Line));
        }
    }

    /// <summary>A URL that the user gave: one that is nobody's is asked for all the same.</summary>
    /// <returns>Null: it is left out, or nothing that could be asked for.</returns>
    public WebTarget? Add(string url)
    {
        var address = AddressReader.Given(url);
        Add(address, null);
        return address is WebAddress web ? _web.GetValueOrDefault(web.Url.AbsoluteUri) : null;
    }

    private void Add(Address address, CheckSource? source)
    {
        if (!settings.Filter.Wants(address.Shown))
        {
            Excluded++;
            return;
        }

        if (address is OtherAddress || (address is WebAddress && settings.Offline))
        {
            Skipped++;
            return;
        }

        if (!_items.TryGetValue(address.Shown, out var item)) _items.Add(address.Shown, item = NewItem(address));

        // Links come in the order of their lines, so that the last place is the only one that can be named again.
        if (source is { } place && (item.Sources.Count == 0 || item.Sources[^1] != place)) item.Sources.Add(place);
    }

    private CheckItem NewItem(Address address)
    {
        switch (address)
        {
            case WebAddress web:
                var ofWeb = new CheckItem(web.Shown, web.Fragment);
                if (!_web.TryGetValue(web.Url.AbsoluteUri, out var target)) _web.Add(web.Url.AbsoluteUri, target = new WebTarget(web.Url));
                target.Items.Add(ofWeb);
                return ofWeb;
            case FileAddress file:
                var ofFile = new CheckItem(file.Shown, file.Fragment);
                if (!_files.TryGetValue(file.Path, out var items)) _files.Add(file.Path, items = []);
                items.Add(ofFile);
                return ofFile;
            default:
                return new CheckItem(address.Shown, "") { Outcome = CheckOutcome.Down(CheckReasons.InvalidUrl, "It is no URL that can be asked for.") };
        }
    }
}

/// <summary>A URL that is asked for once, whatever fragments of it are linked to.</summary>
internal sealed class WebTarget(Uri url)
{
    public Uri Url => url;

    public List<CheckItem> Items { get; } = [];

    /// <summary>Its links are wanted.</summary>
    public bool IsPage { get; set; }

    /// <summary>Of a page: what the probe saw. Null: it was not asked for.</summary>
    public SeenPage? Seen { get; set; }

    public bool NeedsAnchors => Items.Exists(item => Fragments.IsChecked(item.Fragment));
}
