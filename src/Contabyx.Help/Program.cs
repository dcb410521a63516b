using System.Xml.Linq;
using Contabyx.Help;

if (args is not [var assemblyPath, var pagesFolder, var outputFolder])
{
    Console.Error.WriteLine("Usage: Contabyx.Help CMDLETS.dll PAGES-FOLDER OUTPUT-FOLDER");
    return 2;
}

var cmdlets = CmdletReader.Read(CmdletAssembly.Load(Path.GetFullPath(assemblyPath)));
var failed = false;
foreach (var culture in Directory.EnumerateDirectories(pagesFolder).Order(StringComparer.Ordinal))
{
    var problems = new List<HelpProblem>();
    var pages = CulturePages.Read(culture, problems);
    problems.AddRange(PageCheck.Find(pages, cmdlets));
    foreach (var problem in problems)
        Console.Out.WriteLine(problem);
    failed |= problems.Count > 0;
    if (problems.Count > 0)
        continue;

    var target = Path.Combine(outputFolder, Path.GetFileName(culture));
    Directory.CreateDirectory(target);
    var name = Path.GetFileName(assemblyPath) + "-Help.xml";
    new XDocument(MamlFile.Build(cmdlets, pages)).Save(Path.Combine(target, name));
}

return failed ? 1 : 0;
