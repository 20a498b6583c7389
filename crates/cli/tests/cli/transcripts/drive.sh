# Commands of `hwc drive`. Each one has a sandbox of its own.
hwc drive ls --sandbox drive:/ --fields path,size
hwc drive ls --sandbox Holidays
hwc drive tree --sandbox drive:/ --fields path,size
hwc drive du --sandbox drive:/
hwc drive stat --sandbox drive:/friends.vcf
hwc drive stat --sandbox drive:/none
hwc drive find --sandbox drive:/ --name "*.vcf" --fields path,size
hwc drive cat --sandbox drive:/friends.vcf
hwc drive cp --sandbox app.log drive:/app.log
hwc drive mv --sandbox drive:/friends.vcf drive:/contacts.vcf
hwc drive rm --sandbox drive:/friends.vcf --yes
hwc drive restore --sandbox drive:/
hwc drive mkdir --sandbox drive:/Reports
hwc drive sync --sandbox logs drive:/copy --dry-run
hwc drive share --sandbox drive:/friends.vcf --fields name
hwc drive versions --sandbox drive:/friends.vcf --fields size
hwc drive jobs --sandbox
hwc drive spaces --sandbox --fields name,used
hwc drive quota --sandbox --fields capacity,used
hwc drive ls --sandbox --limit 1 --fields path
hwc ls --sandbox drive:/ --fields path,size
hwc cp --sandbox app.log drive:/app.log
hwc mv --sandbox drive:/friends.vcf drive:/contacts.vcf
hwc rm --sandbox drive:/friends.vcf --yes
hwc cat --sandbox drive:/friends.vcf
hwc sync --sandbox logs drive:/copy --dry-run
hwc rm
