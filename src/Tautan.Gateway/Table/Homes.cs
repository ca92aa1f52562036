namespace Tautan.Gateway.Table;

/// <summary>
/// The workspace and the domain of a link, together as one number: there are few pairs and many links. A pair is never
/// given up, so its number is good for ever.
/// </summary>
internal sealed class Homes
{
    private readonly Dictionary<(Guid Workspace, int Domain), int> _numbers = [];
    private Home[] _homes = new Home[16];

    public Home this[int number] => Volatile.Read(ref _homes)[number];

    public int Of(Guid workspace, int domain)
    {
        if (_numbers.TryGetValue((workspace, domain), out var number))
            return number;
        number = _numbers.Count;
        if (number == _homes.Length)
        {
            var grown = new Home[_homes.Length * 2];
            _homes.CopyTo(grown, 0);
            Volatile.Write(ref _homes, grown);
        }

        _homes[number] = new Home(workspace, domain);
        _numbers.Add((workspace, domain), number);
        return number;
    }

    /// <param name="Workspace">Its id.</param>
    /// <param name="Domain">Its number in <see cref="DomainTable"/>.</param>
    internal readonly record struct Home(Guid Workspace, int Domain);
}
