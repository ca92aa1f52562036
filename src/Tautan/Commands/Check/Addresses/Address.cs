namespace Tautan.Commands.Check.Addresses;

/// <summary>What a link means.</summary>
/// <param name="Shown">As it is told to people: an absolute URL, a path, or what was written.</param>
internal abstract record Address(string Shown);

/// <summary>A URL that is asked for.</summary>
/// <param name="Shown">With its fragment.</param>
/// <param name="Url">Without it; http or https.</param>
/// <param name="Fragment">As written, without the hash; empty: none.</param>
internal sealed record WebAddress(string Shown, Uri Url, string Fragment) : Address(Shown);

/// <summary>A file or directory.</summary>
/// <param name="Shown">Relative to the working directory.</param>
/// <param name="Path">Absolute.</param>
/// <param name="Fragment">As written, without the hash; empty: none.</param>
internal sealed record FileAddress(string Shown, string Path, string Fragment) : Address(Shown);

/// <summary>Something that is not checked: another scheme, a name that belongs to nobody, a template.</summary>
internal sealed record OtherAddress(string Shown) : Address(Shown);

/// <summary>Nothing that could be asked for.</summary>
internal sealed record WrongAddress(string Shown) : Address(Shown);
